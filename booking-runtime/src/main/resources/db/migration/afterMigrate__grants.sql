-- The login works with the rows and changes no table. Only the tables' owner can grant this.
DO $$
DECLARE
  own record;
BEGIN
  FOR own IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND tableowner = current_user
      AND tablename <> 'schema_history'
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.%I TO %I',
                   current_schema(), own.tablename, '${login}');
  END LOOP;
END
$$;
