CREATE TABLE "context_marks" (
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"turn" integer NOT NULL,
	"until" integer NOT NULL,
	"text" text NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "context_marks_session_id_kind_turn_pk" PRIMARY KEY("session_id","kind","turn")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "escalate" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "steps" ADD COLUMN "whole" text;--> statement-breakpoint
ALTER TABLE "context_marks" ADD CONSTRAINT "context_marks_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;