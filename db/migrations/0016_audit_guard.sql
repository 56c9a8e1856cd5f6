-- What was written in the audit stays as it was written: an entry gets its place in the chain once, and nothing else is ever changed.
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
		AND to_jsonb(OLD) - ARRAY['seq', 'mac', 'seal_key_id'] = to_jsonb(NEW) - ARRAY['seq', 'mac', 'seal_key_id'] THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;--> statement-breakpoint
CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.stream = OLD.stream AND NEW.seq >= OLD.seq THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;--> statement-breakpoint
CREATE TRIGGER audit_entries_guard BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();--> statement-breakpoint
CREATE TRIGGER audit_entries_whole BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_guard();--> statement-breakpoint
CREATE TRIGGER audit_heads_guard BEFORE UPDATE OR DELETE ON "audit_heads" FOR EACH ROW EXECUTE FUNCTION audit_head_guard();--> statement-breakpoint
CREATE TRIGGER audit_heads_whole BEFORE TRUNCATE ON "audit_heads" FOR EACH STATEMENT EXECUTE FUNCTION audit_head_guard();--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_entries" FROM PUBLIC;--> statement-breakpoint
REVOKE DELETE, TRUNCATE ON "audit_heads" FROM PUBLIC;
