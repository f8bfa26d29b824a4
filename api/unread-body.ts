import type { RequestHandler } from 'express';

// What a sender had on its way when it was answered comes within this; a refused upload on a slow line gets to read why.
const UNREAD_MS = 30_000;

/**
 * Ends the connection of a sender that goes on with its body byte by byte after it was answered: nobody reads that body any
 * more, and without this the server would take it for as long as the largest upload. Strangers, who are refused before any
 * body, could hold every connection that way. (One that sends nothing is ended by the server itself, within seconds.)
 */
export function dropUnread(unreadMs: number = UNREAD_MS): RequestHandler {
  return (request, response, next) => {
    response.on('finish', () => {
      if (request.complete) return;
      const timer = setTimeout(() => request.complete || request.socket.destroy(), unreadMs).unref();
      request.once('close', () => clearTimeout(timer));
    });
    next();
  };
}
