CREATE TABLE "provider_waits" (
	"provider" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spending" (
	"scope" text NOT NULL,
	"owner" text NOT NULL,
	"period" text NOT NULL,
	"reserved_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"cost_usd" numeric(14, 6) DEFAULT 0 NOT NULL,
	"limit_usd" numeric(14, 6),
	"alerted_at" timestamp (3) with time zone,
	CONSTRAINT "spending_scope_owner_period_pk" PRIMARY KEY("scope","owner","period")
);
--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD COLUMN "phase" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD COLUMN "user_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD COLUMN "day" text DEFAULT '' NOT NULL;