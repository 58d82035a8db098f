-- What every site starts with is kept beside the tables, so that a database in which a test has
-- written can be brought back to it in a few milliseconds.

CREATE SCHEMA seed;

DO $$
DECLARE
	t text;
BEGIN
	FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
		EXECUTE format('CREATE TABLE seed.%1$I AS TABLE public.%1$I', t);
	END LOOP;
END $$;

CREATE TABLE seed.counters AS
	SELECT sequencename, coalesce(last_value, start_value) AS value, last_value IS NOT NULL AS used
	FROM pg_sequences
	WHERE schemaname = 'public';

-- Whoever a test has left connected is sent away first. References are not looked at meanwhile:
-- what is put back keeps them.
CREATE FUNCTION seed.restore() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	t text;
BEGIN
	PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
	SET LOCAL session_replication_role = replica;
	FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
		EXECUTE format('DELETE FROM public.%1$I; INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE seed.%1$I', t);
	END LOOP;
	PERFORM setval(format('public.%I', sequencename), value, used) FROM seed.counters;
END $$;
