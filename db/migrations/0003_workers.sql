CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "workers_queue" ON "workers" USING btree ("queue","seen_at");