CREATE TABLE "sandbox_queue" (
	"id" text PRIMARY KEY NOT NULL,
	"worker" text NOT NULL,
	"subject" text NOT NULL,
	"what" text NOT NULL,
	"position" integer NOT NULL,
	"waiting" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sandbox_queue_subject" ON "sandbox_queue" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "sandbox_queue_seen" ON "sandbox_queue" USING btree ("seen_at");