package service;

/** One thing that is kept. */
public record Item(int id, String name) {}
