CREATE TABLE "builds" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"project_id" text NOT NULL,
	"parent_build_id" text,
	"title" text NOT NULL,
	"project_type" text NOT NULL,
	"description" text NOT NULL,
	"domain" text,
	"constraints" jsonb NOT NULL,
	"artifacts" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"llm_preference" text NOT NULL,
	"language" text,
	"status" text NOT NULL,
	"progress" double precision DEFAULT 0 NOT NULL,
	"phase" text,
	"gate" text,
	"waiting_for" jsonb,
	"plan_version" integer,
	"plan_digest" text,
	"generation" integer DEFAULT 1 NOT NULL,
	"budget_usd" numeric(14, 6) NOT NULL,
	"reserved_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"estimate" jsonb,
	"model" text,
	"failure" jsonb,
	"result" jsonb,
	"retrospective" jsonb,
	"event_seq" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "artifacts" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"gate" text,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_chain" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deployments" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"project_id" text NOT NULL,
	"environment" text NOT NULL,
	"generation" integer NOT NULL,
	"status" text NOT NULL,
	"commit" text,
	"digest" text,
	"url" text,
	"detail" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"build_id" text NOT NULL,
	"seq" integer NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "events_build_id_seq_pk" PRIMARY KEY("build_id","seq")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" text NOT NULL,
	"key" text NOT NULL,
	"body_sha256" text NOT NULL,
	"status" integer NOT NULL,
	"response" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_key_pk" PRIMARY KEY("user_id","key")
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"owner" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"decision" text NOT NULL,
	"gate" text,
	"generation" integer NOT NULL,
	"subject_digest" text,
	"user_id" text NOT NULL,
	"reason" text,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gates" (
	"build_id" text NOT NULL,
	"gate" text NOT NULL,
	"generation" integer NOT NULL,
	"state" text NOT NULL,
	"subject_digest" text,
	"summary" text DEFAULT '' NOT NULL,
	"proof" jsonb NOT NULL,
	"decided_by" text,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "gates_build_id_gate_generation_pk" PRIMARY KEY("build_id","gate","generation")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"active_deployment_id" text,
	"previous_deployment_id" text,
	"generation" integer DEFAULT 0 NOT NULL,
	"url" text,
	CONSTRAINT "environments_project_id_name_pk" PRIMARY KEY("project_id","name")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_versions" (
	"build_id" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text NOT NULL,
	"plan" jsonb NOT NULL,
	"author" text NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_versions_build_id_version_pk" PRIMARY KEY("build_id","version")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"build_id" text NOT NULL,
	"task_id" text NOT NULL,
	"ordinal" integer NOT NULL,
	"goal" text NOT NULL,
	"role" text NOT NULL,
	"files" jsonb NOT NULL,
	"depends_on" jsonb NOT NULL,
	"complexity" double precision DEFAULT 1 NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "tasks_build_id_task_id_pk" PRIMARY KEY("build_id","task_id")
);
--> statement-breakpoint
CREATE TABLE "budget_ledger" (
	"call_key" text NOT NULL,
	"send" integer NOT NULL,
	"build_id" text NOT NULL,
	"reserved_usd" numeric(14, 6) NOT NULL,
	"settled_usd" numeric(14, 6),
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "budget_ledger_call_key_send_pk" PRIMARY KEY("call_key","send")
);
--> statement-breakpoint
CREATE TABLE "guidance" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"text" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "llm_calls" (
	"key" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"session_id" text,
	"turn" integer,
	"purpose" text NOT NULL,
	"request_digest" text NOT NULL,
	"request_bytes" integer NOT NULL,
	"model" text NOT NULL,
	"state" text NOT NULL,
	"lease" text NOT NULL,
	"sends" integer DEFAULT 0 NOT NULL,
	"answer" jsonb,
	"prompt_tokens" integer,
	"completion_tokens" integer,
	"usd" numeric(14, 6),
	"latency_ms" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"build_id" text NOT NULL,
	"task_id" text NOT NULL,
	"role" text NOT NULL,
	"generation" integer NOT NULL,
	"attempt" integer NOT NULL,
	"branch" text NOT NULL,
	"base_commit" text NOT NULL,
	"head" text NOT NULL,
	"language" text NOT NULL,
	"sandbox_generation" integer DEFAULT 0 NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"turns" integer DEFAULT 0 NOT NULL,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"outcome" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"session_id" text NOT NULL,
	"turn" integer NOT NULL,
	"call" integer NOT NULL,
	"build_id" text NOT NULL,
	"tool_call_id" text NOT NULL,
	"tool" text NOT NULL,
	"ok" boolean NOT NULL,
	"result" text NOT NULL,
	"summary" text NOT NULL,
	"commit" text,
	"head_after" text NOT NULL,
	"data" jsonb,
	"duration_ms" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "steps_session_id_turn_call_pk" PRIMARY KEY("session_id","turn","call")
);
--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builds" ADD CONSTRAINT "builds_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gates" ADD CONSTRAINT "gates_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environments" ADD CONSTRAINT "environments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_versions" ADD CONSTRAINT "plan_versions_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD CONSTRAINT "budget_ledger_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guidance" ADD CONSTRAINT "guidance_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "llm_calls" ADD CONSTRAINT "llm_calls_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "builds_user_created" ON "builds" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "builds_open" ON "builds" USING btree ("ended_at","updated_at");--> statement-breakpoint
CREATE INDEX "artifacts_build" ON "artifacts" USING btree ("build_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain_row" ON "audit_chain" USING btree ("audit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_key" ON "audit_log" USING btree ("key");--> statement-breakpoint
CREATE INDEX "deployments_build" ON "deployments" USING btree ("build_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "events_key" ON "events" USING btree ("build_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "journal_key" ON "journal" USING btree ("build_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("build_id","kind");--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("done_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("build_id","decision","subject_digest","generation");--> statement-breakpoint
CREATE UNIQUE INDEX "tokens_sha256" ON "tokens" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_versions_key" ON "plan_versions" USING btree ("build_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_ledger_build" ON "budget_ledger" USING btree ("build_id","call_key","send");--> statement-breakpoint
CREATE INDEX "guidance_build" ON "guidance" USING btree ("build_id","created_at");--> statement-breakpoint
CREATE INDEX "llm_calls_session" ON "llm_calls" USING btree ("session_id","turn");--> statement-breakpoint
CREATE INDEX "llm_calls_build" ON "llm_calls" USING btree ("build_id");--> statement-breakpoint
CREATE INDEX "steps_build" ON "steps" USING btree ("build_id");