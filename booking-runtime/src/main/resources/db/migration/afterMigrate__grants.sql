-- The logins work with the rows and change no table. Only the tables' owner can grant this. An
-- event has two logins, of which a rotation uses the one or the other.
DO $$
DECLARE
  own record;
BEGIN
  FOR own IN
    SELECT t.tablename, r.rolname FROM pg_tables t, pg_roles r
    WHERE t.schemaname = current_schema() AND t.tableowner = current_user
      AND t.tablename <> 'schema_history'
      AND r.rolname IN ('${login}', current_schema() || '_a', current_schema() || '_b')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I.%I TO %I',
                   current_schema(), own.tablename, own.rolname);
  END LOOP;
END
$$;
