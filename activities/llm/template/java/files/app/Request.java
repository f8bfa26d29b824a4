package app;

/** What a handler needs of an HTTP request. */
public record Request(String method, String path, String query, String contentType, String body) {}
