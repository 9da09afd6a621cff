-- The login reads and writes rows, also of tables that migrations create later; it makes no tables.
SET LOCAL ROLE ${owner};
GRANT USAGE ON SCHEMA ${schema} TO ${login};
REVOKE CREATE ON SCHEMA ${schema} FROM ${login};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE ALL ON TABLES FROM ${login};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${login};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${login};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT EXECUTE ON FUNCTIONS TO ${login};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${login};
REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA ${schema} FROM ${login};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${login};
-- Whose data this is stays the owner's and the operator's to say.
REVOKE INSERT, UPDATE, DELETE ON ${schema}.onsale_marker FROM ${login};
RESET ROLE;
