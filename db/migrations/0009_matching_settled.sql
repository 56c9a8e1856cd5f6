ALTER TABLE "matching_runs" DROP CONSTRAINT "matching_runs_state";--> statement-breakpoint
ALTER TABLE "matching_areas" ADD COLUMN "policy_version" text;--> statement-breakpoint
ALTER TABLE "matching_runs" ADD CONSTRAINT "matching_runs_state" CHECK ("matching_runs"."state" in ('scoring', 'scored', 'writing', 'done', 'passed'));