package dev.lading.storage;

/** One row of a listing. */
public record ListedObject(Key key, ObjectInfo info) {}
