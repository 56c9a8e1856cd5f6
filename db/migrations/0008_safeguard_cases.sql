CREATE TABLE "audit_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"audit_id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"state" text NOT NULL,
	"finding" text,
	"motivation" text DEFAULT '' NOT NULL,
	"found_by" uuid,
	"answer_due_on" date,
	"answer" text DEFAULT '' NOT NULL,
	"answered_by" uuid,
	"consequence" text,
	"closing_reason" text DEFAULT '' NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp with time zone,
	CONSTRAINT "audit_files_once" UNIQUE("audit_id","position_id"),
	CONSTRAINT "audit_files_state" CHECK ("audit_files"."state" in ('drawn', 'asked', 'answered', 'closed')),
	CONSTRAINT "audit_files_finding" CHECK ("audit_files"."finding" in ('in-order', 'minor', 'serious')),
	CONSTRAINT "audit_files_consequence" CHECK ("audit_files"."consequence" in ('none', 'talk', 'decision-each-time', 'pause')),
	CONSTRAINT "audit_files_closed" CHECK (("audit_files"."state" = 'closed') = ("audit_files"."closed_by" is not null)),
	CONSTRAINT "audit_files_four_eyes" CHECK ("audit_files"."finding" <> 'serious' or "audit_files"."closed_by" <> "audit_files"."found_by")
);
--> statement-breakpoint
CREATE TABLE "audits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_code" text NOT NULL,
	"year" smallint NOT NULL,
	"seed" text NOT NULL,
	"policy_version" text NOT NULL,
	"drawn_by" uuid NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audits_one_a_year" UNIQUE("municipality_code","year")
);
--> statement-breakpoint
CREATE TABLE "case_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"step" text NOT NULL,
	"municipality_code" text,
	"establishment_id" uuid,
	"position_id" uuid,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_log_subject" CHECK ("case_log"."subject" in ('statement', 'profile', 'override', 'message', 'signal', 'report', 'group', 'contract', 'audit')),
	CONSTRAINT "case_log_step" CHECK ("case_log"."step" in ('state', 'propose', 'confirm', 'reject', 'ask', 'refuse', 'write', 'answer', 'close', 'report', 'weigh', 'record', 'draw', 'find'))
);
--> statement-breakpoint
CREATE TABLE "case_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"verdict_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"written_by" uuid NOT NULL,
	"written_by_role" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_messages_kind" CHECK ("case_messages"."kind" in ('answer', 'objection', 'question'))
);
--> statement-breakpoint
CREATE TABLE "employer_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"employer_id" uuid NOT NULL,
	"group_name" text NOT NULL,
	"source" text NOT NULL,
	"since_on" date NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_groups_employerId_unique" UNIQUE("employer_id")
);
--> statement-breakpoint
CREATE TABLE "fact_statements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"establishment_id" uuid NOT NULL,
	"occupation_uri" text,
	"question" text NOT NULL,
	"answer" jsonb NOT NULL,
	"evidence_kind" text NOT NULL,
	"evidence_ref" text DEFAULT '' NOT NULL,
	"evidence_by" text NOT NULL,
	"evidence_on" date NOT NULL,
	"stated_by" uuid NOT NULL,
	"stated_on" date NOT NULL,
	"valid_until" date NOT NULL,
	"stated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "fact_statements_question" CHECK ("fact_statements"."question" in ('ended-contracts', 'open-vacancies', 'industrial-action', 'collective-dismissal', 'employees', 'paid-hours', 'quarter-hours', 'works-council', 'staff-informed', 'cao', 'liability-insured', 'accident-insured', 'recognition', 'volunteer-declaration', 'lender')),
	CONSTRAINT "fact_statements_evidence" CHECK ("fact_statements"."evidence_kind" in ('declaration', 'reference', 'register')),
	CONSTRAINT "fact_statements_term" CHECK ("fact_statements"."valid_until" >= "fact_statements"."stated_on" and "fact_statements"."evidence_on" <= "fact_statements"."stated_on")
);
--> statement-breakpoint
CREATE TABLE "paid_contracts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"establishment_id" uuid NOT NULL,
	"occupation_uri" text NOT NULL,
	"after_placement_id" uuid,
	"started_on" date NOT NULL,
	"ends_on" date,
	"ended_on" date,
	"end_reason" text,
	"subsidy_until" date,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "paid_contracts_afterPlacementId_unique" UNIQUE("after_placement_id"),
	CONSTRAINT "paid_contracts_reason" CHECK ("paid_contracts"."end_reason" in ('dismissal', 'not-renewed', 'reorganisation', 'voluntary', 'retirement', 'other')),
	CONSTRAINT "paid_contracts_term" CHECK (("paid_contracts"."ends_on" is null or "paid_contracts"."ends_on" >= "paid_contracts"."started_on") and ("paid_contracts"."ended_on" is null or "paid_contracts"."ended_on" >= "paid_contracts"."started_on"))
);
--> statement-breakpoint
CREATE TABLE "placement_extensions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"placement_id" uuid NOT NULL,
	"from_ends_on" date,
	"to_ends_on" date NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"is_elsewhere" boolean,
	"verdict_id" uuid NOT NULL,
	"extended_by" uuid NOT NULL,
	"extended_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "public_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"establishment_id" uuid NOT NULL,
	"concern" text,
	"reporter_role" text NOT NULL,
	"body" text NOT NULL,
	"contact" text,
	"state" text NOT NULL,
	"is_serious" boolean,
	"reported_at" timestamp with time zone NOT NULL,
	"weighed_by" uuid,
	"weighed_at" timestamp with time zone,
	"motivation" text DEFAULT '' NOT NULL,
	"closed_on" date,
	CONSTRAINT "public_reports_code_unique" UNIQUE("code"),
	CONSTRAINT "public_reports_concern" CHECK ("public_reports"."concern" in ('no-guidance', 'only-regular-work', 'unpaid-beyond-term', 'lessons-crowded-out', 'unsafe', 'treated-unequally')),
	CONSTRAINT "public_reports_role" CHECK ("public_reports"."reporter_role" in ('worker', 'works-council', 'union', 'candidate', 'coach')),
	CONSTRAINT "public_reports_state" CHECK ("public_reports"."state" in ('new', 'taken-up', 'unfounded')),
	CONSTRAINT "public_reports_weighed" CHECK (("public_reports"."state" = 'new') = ("public_reports"."weighed_by" is null)),
	CONSTRAINT "public_reports_contact" CHECK ("public_reports"."state" = 'new' or "public_reports"."contact" is null)
);
--> statement-breakpoint
CREATE TABLE "safeguard_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position_id" uuid NOT NULL,
	"verdict_id" uuid NOT NULL,
	"reasons" jsonb NOT NULL,
	"motivation" text NOT NULL,
	"valid_until" date NOT NULL,
	"policy_version" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"second_by" uuid,
	"second_at" timestamp with time zone,
	"second_motivation" text DEFAULT '' NOT NULL,
	CONSTRAINT "safeguard_overrides_state" CHECK ("safeguard_overrides"."state" in ('asked', 'confirmed', 'refused')),
	CONSTRAINT "safeguard_overrides_decided" CHECK (("safeguard_overrides"."state" = 'asked') = ("safeguard_overrides"."second_by" is null)),
	CONSTRAINT "safeguard_overrides_four_eyes" CHECK ("safeguard_overrides"."state" <> 'confirmed' or "safeguard_overrides"."second_by" <> "safeguard_overrides"."asked_by")
);
--> statement-breakpoint
CREATE TABLE "safeguard_profiles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"municipality_code" text NOT NULL,
	"version" integer NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"numbers" jsonb NOT NULL,
	"choices" jsonb NOT NULL,
	"source" text NOT NULL,
	"is_verified" boolean NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"motivation" text DEFAULT '' NOT NULL,
	CONSTRAINT "safeguard_profiles_version" UNIQUE("municipality_code","version"),
	CONSTRAINT "safeguard_profiles_state" CHECK ("safeguard_profiles"."state" in ('proposed', 'in-force', 'rejected')),
	CONSTRAINT "safeguard_profiles_term" CHECK ("safeguard_profiles"."until_on" is null or "safeguard_profiles"."until_on" >= "safeguard_profiles"."from_on"),
	CONSTRAINT "safeguard_profiles_decided" CHECK (("safeguard_profiles"."state" = 'proposed') = ("safeguard_profiles"."decided_by" is null)),
	CONSTRAINT "safeguard_profiles_four_eyes" CHECK ("safeguard_profiles"."state" <> 'in-force' or "safeguard_profiles"."decided_by" <> "safeguard_profiles"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"employer_id" uuid,
	"establishment_id" uuid,
	"monitor" text NOT NULL,
	"about" text DEFAULT '' NOT NULL,
	"outcome" text NOT NULL,
	"code" text NOT NULL,
	"params" jsonb NOT NULL,
	"policy_version" text NOT NULL,
	"pauses" boolean NOT NULL,
	"first_seen_on" date NOT NULL,
	"last_seen_on" date NOT NULL,
	"answer_due_on" date NOT NULL,
	"state" text NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"closed_by" uuid,
	"closed_at" timestamp with time zone,
	"closing_reason" text DEFAULT '' NOT NULL,
	"quiet_until" date,
	CONSTRAINT "signals_subject" CHECK ("signals"."subject" in ('establishment', 'employer', 'group')),
	CONSTRAINT "signals_outcome" CHECK ("signals"."outcome" in ('ok', 'warn', 'human', 'block')),
	CONSTRAINT "signals_state" CHECK ("signals"."state" in ('new', 'answered', 'closed')),
	CONSTRAINT "signals_closed" CHECK (("signals"."state" = 'closed') = ("signals"."closed_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "staffing_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"rows" integer NOT NULL,
	"written" integer NOT NULL,
	"imported_by" uuid NOT NULL,
	"imported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "placement_log" DROP CONSTRAINT "placement_log_step";--> statement-breakpoint
ALTER TABLE "position_verdicts" ADD COLUMN "rule_versions" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "safeguard_decisions" ADD COLUMN "valid_until" date;--> statement-breakpoint
ALTER TABLE "reference_imports" ADD COLUMN "imported_by" uuid;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_audit_id_audits_id_fk" FOREIGN KEY ("audit_id") REFERENCES "public"."audits"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_found_by_accounts_id_fk" FOREIGN KEY ("found_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_files" ADD CONSTRAINT "audit_files_closed_by_accounts_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_drawn_by_accounts_id_fk" FOREIGN KEY ("drawn_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_messages" ADD CONSTRAINT "case_messages_verdict_id_position_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."position_verdicts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_messages" ADD CONSTRAINT "case_messages_written_by_accounts_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_groups" ADD CONSTRAINT "employer_groups_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_groups" ADD CONSTRAINT "employer_groups_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_statements" ADD CONSTRAINT "fact_statements_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_statements" ADD CONSTRAINT "fact_statements_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fact_statements" ADD CONSTRAINT "fact_statements_stated_by_accounts_id_fk" FOREIGN KEY ("stated_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paid_contracts" ADD CONSTRAINT "paid_contracts_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paid_contracts" ADD CONSTRAINT "paid_contracts_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paid_contracts" ADD CONSTRAINT "paid_contracts_after_placement_id_placements_id_fk" FOREIGN KEY ("after_placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paid_contracts" ADD CONSTRAINT "paid_contracts_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_extensions" ADD CONSTRAINT "placement_extensions_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_extensions" ADD CONSTRAINT "placement_extensions_verdict_id_position_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."position_verdicts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_extensions" ADD CONSTRAINT "placement_extensions_extended_by_accounts_id_fk" FOREIGN KEY ("extended_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_weighed_by_accounts_id_fk" FOREIGN KEY ("weighed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_overrides" ADD CONSTRAINT "safeguard_overrides_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_overrides" ADD CONSTRAINT "safeguard_overrides_verdict_id_position_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."position_verdicts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_overrides" ADD CONSTRAINT "safeguard_overrides_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_overrides" ADD CONSTRAINT "safeguard_overrides_second_by_accounts_id_fk" FOREIGN KEY ("second_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_profiles" ADD CONSTRAINT "safeguard_profiles_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_profiles" ADD CONSTRAINT "safeguard_profiles_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_profiles" ADD CONSTRAINT "safeguard_profiles_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_closed_by_accounts_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staffing_imports" ADD CONSTRAINT "staffing_imports_imported_by_accounts_id_fk" FOREIGN KEY ("imported_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_files_employer" ON "audit_files" USING btree ("employer_id");--> statement-breakpoint
CREATE INDEX "case_log_municipality" ON "case_log" USING btree ("municipality_code","at");--> statement-breakpoint
CREATE INDEX "case_log_establishment" ON "case_log" USING btree ("establishment_id","at");--> statement-breakpoint
CREATE INDEX "case_log_position" ON "case_log" USING btree ("position_id","at");--> statement-breakpoint
CREATE INDEX "case_messages_verdict" ON "case_messages" USING btree ("verdict_id","written_at");--> statement-breakpoint
CREATE INDEX "employer_groups_name" ON "employer_groups" USING btree ("group_name");--> statement-breakpoint
CREATE INDEX "fact_statements_newest" ON "fact_statements" USING btree ("establishment_id","question","stated_at");--> statement-breakpoint
CREATE INDEX "paid_contracts_establishment" ON "paid_contracts" USING btree ("establishment_id");--> statement-breakpoint
CREATE INDEX "placement_extensions_placement" ON "placement_extensions" USING btree ("placement_id");--> statement-breakpoint
CREATE INDEX "public_reports_establishment" ON "public_reports" USING btree ("establishment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "safeguard_overrides_one_open" ON "safeguard_overrides" USING btree ("verdict_id") WHERE "safeguard_overrides"."state" <> 'refused';--> statement-breakpoint
CREATE INDEX "safeguard_overrides_position" ON "safeguard_overrides" USING btree ("position_id");--> statement-breakpoint
CREATE UNIQUE INDEX "safeguard_profiles_one_proposed" ON "safeguard_profiles" USING btree ("municipality_code") WHERE "safeguard_profiles"."state" = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "safeguard_profiles_one_from" ON "safeguard_profiles" USING btree ("municipality_code","from_on") WHERE "safeguard_profiles"."state" = 'in-force';--> statement-breakpoint
CREATE UNIQUE INDEX "signals_one_open" ON "signals" USING btree ("subject","subject_id","monitor","about") WHERE "signals"."state" <> 'closed';--> statement-breakpoint
CREATE INDEX "signals_establishment" ON "signals" USING btree ("establishment_id");--> statement-breakpoint
CREATE INDEX "signals_employer" ON "signals" USING btree ("employer_id");--> statement-breakpoint
ALTER TABLE "placement_log" ADD CONSTRAINT "placement_log_step" CHECK ("placement_log"."step" in ('plan', 'begin', 'extend', 'complete', 'end-early', 'cancel'));