// Sends words to be kept, and says what became of them.

import type { Copy } from "./local";

/** What the server says. */
export interface Told {
  outcome?: "saved" | "apart" | "gone" | "nothing" | "sent";
  id?: number;
  seq?: number;
  saved?: string;
  says?: string;
  other?: string;
}

/** An answer: its status, or 0 when there was none. */
export interface Answer extends Told {
  status: number;
}

const mostLeaving = 60_000; // bytes that a browser sends for a page that is gone already

/** Sends a copy of a form; leaving is for a page that is about to go. */
export async function send(copy: Copy, leaving = false): Promise<Answer> {
  const body = new URLSearchParams(copy.fields);
  body.set("draft", copy.draft);
  body.set("draft_seq", copy.seq);
  body.set("turn", String(copy.turn));
  const keepalive = leaving && body.toString().length < mostLeaving;
  return ask("/drafts", { method: "POST", body, keepalive });
}

/** Asks which version of a draft is the latest. */
export function state(draft: string): Promise<Answer> {
  return ask(`/drafts/${draft}/state`, {});
}

async function ask(path: string, how: RequestInit): Promise<Answer> {
  try {
    const answer = await fetch(path, { ...how, headers: { Accept: "application/json" } });
    const told: Told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    return { ...told, status: answer.status };
  } catch {
    return { status: 0 };
  }
}
