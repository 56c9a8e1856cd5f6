ALTER TABLE "matching_runs" ADD COLUMN "position_ids" uuid[];--> statement-breakpoint
ALTER TABLE "matching_runs" ADD COLUMN "proof" "bytea";