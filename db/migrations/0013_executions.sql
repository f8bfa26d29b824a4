CREATE TABLE "execution_attempts" (
	"execution_id" text NOT NULL,
	"round" integer NOT NULL,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"files" jsonb,
	"error_type" text,
	"error_message" text,
	"fix_applied" text,
	"summary" text,
	"output" text,
	"tests_total" integer DEFAULT 0 NOT NULL,
	"tests_passed" integer DEFAULT 0 NOT NULL,
	"model" text,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "execution_attempts_execution_id_round_attempt_pk" PRIMARY KEY("execution_id","round","attempt")
);
--> statement-breakpoint
CREATE TABLE "execution_days" (
	"user_id" text NOT NULL,
	"day" text NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "execution_days_user_id_day_pk" PRIMARY KEY("user_id","day")
);
--> statement-breakpoint
CREATE TABLE "executions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text,
	"prompt" text NOT NULL,
	"context" jsonb NOT NULL,
	"language" text,
	"dialect" text,
	"language_source" text,
	"output_preference" text NOT NULL,
	"llm_preference" text NOT NULL,
	"model_override" text,
	"max_attempts" integer NOT NULL,
	"timeout_seconds" integer NOT NULL,
	"asked_sha256" text NOT NULL,
	"status" text NOT NULL,
	"waiting_for" text,
	"round" integer DEFAULT 1 NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"guidance" text,
	"budget_usd" numeric(14, 6) NOT NULL,
	"reserved_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"model" text,
	"files" jsonb,
	"output" text,
	"explanation" text,
	"failure" jsonb,
	"artifact_id" text,
	"branch" jsonb,
	"event_seq" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "budget_ledger" DROP CONSTRAINT "budget_ledger_build_id_builds_id_fk";
--> statement-breakpoint
ALTER TABLE "llm_calls" DROP CONSTRAINT "llm_calls_build_id_builds_id_fk";
--> statement-breakpoint
ALTER TABLE "execution_attempts" ADD CONSTRAINT "execution_attempts_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "executions" ADD CONSTRAINT "executions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "executions_user" ON "executions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "executions_asked" ON "executions" USING btree ("user_id","asked_sha256");--> statement-breakpoint
CREATE INDEX "executions_open" ON "executions" USING btree ("ended_at","created_at");