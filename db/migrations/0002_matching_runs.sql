CREATE TABLE "matching_areas" (
	"area" text PRIMARY KEY NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"day" date
);
--> statement-breakpoint
CREATE TABLE "matching_changes" (
	"area" text NOT NULL,
	"generation" integer NOT NULL,
	"newcomer_ids" uuid[] NOT NULL,
	"position_ids" uuid[] NOT NULL,
	CONSTRAINT "matching_changes_area_generation_pk" PRIMARY KEY("area","generation")
);
--> statement-breakpoint
CREATE TABLE "matching_policies" (
	"version" text PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"first_used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "matching_run_parts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"from_id" uuid,
	"until_id" uuid,
	"edges" "bytea",
	"pairs" integer,
	"milliseconds" integer,
	"read_at" timestamp with time zone,
	"scored_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "matching_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"policy_version" text NOT NULL,
	"policy" jsonb NOT NULL,
	"parts" smallint NOT NULL,
	"parts_scored" smallint DEFAULT 0 NOT NULL,
	"to_write" integer DEFAULT 0 NOT NULL,
	"written" integer DEFAULT 0 NOT NULL,
	"made" integer DEFAULT 0 NOT NULL,
	"withdrawn" integer DEFAULT 0 NOT NULL,
	"refreshed" integer DEFAULT 0 NOT NULL,
	"kept" integer DEFAULT 0 NOT NULL,
	"differing" integer,
	"numbers" jsonb,
	"certificate" jsonb,
	"prices" "bytea",
	"input_hash" text,
	"output_hash" text,
	"planned_at" timestamp with time zone NOT NULL,
	"scored_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	CONSTRAINT "matching_runs_kind" CHECK ("matching_runs"."kind" in ('night', 'asked')),
	CONSTRAINT "matching_runs_state" CHECK ("matching_runs"."state" in ('scoring', 'scored', 'writing', 'done'))
);
--> statement-breakpoint
ALTER TABLE "proposals" ADD COLUMN "seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "matching_run_parts" ADD CONSTRAINT "matching_run_parts_run_id_matching_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."matching_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "matching_run_parts_number" ON "matching_run_parts" USING btree ("run_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "matching_runs_one_a_night" ON "matching_runs" USING btree ("day") WHERE kind = 'night';--> statement-breakpoint
CREATE INDEX "matching_runs_planned" ON "matching_runs" USING btree ("planned_at");