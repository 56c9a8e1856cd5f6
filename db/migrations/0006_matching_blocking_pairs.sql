CREATE TABLE "matching_blocking_pairs" (
	"run_id" uuid NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"score" smallint NOT NULL,
	"newcomer_leaves" smallint,
	"position_leaves" smallint,
	CONSTRAINT "matching_blocking_pairs_run_id_newcomer_id_position_id_pk" PRIMARY KEY("run_id","newcomer_id","position_id")
);
--> statement-breakpoint
ALTER TABLE "matching_blocking_pairs" ADD CONSTRAINT "matching_blocking_pairs_run_id_matching_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."matching_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_blocking_pairs" ADD CONSTRAINT "matching_blocking_pairs_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_blocking_pairs" ADD CONSTRAINT "matching_blocking_pairs_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "matching_blocking_pairs_newcomer" ON "matching_blocking_pairs" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "matching_blocking_pairs_position" ON "matching_blocking_pairs" USING btree ("position_id");