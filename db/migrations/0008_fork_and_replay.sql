CREATE TABLE "replays" (
	"build_id" text NOT NULL,
	"number" integer NOT NULL,
	"user_id" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"result" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "replays_build_id_number_pk" PRIMARY KEY("build_id","number")
);
--> statement-breakpoint
ALTER TABLE "builds" ADD COLUMN "fork" jsonb;--> statement-breakpoint
ALTER TABLE "llm_calls" ADD COLUMN "inherited_from" text;--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;