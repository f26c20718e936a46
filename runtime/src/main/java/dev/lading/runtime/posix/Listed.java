package dev.lading.runtime.posix;

/** One name in a directory, never {@code .} or {@code ..}. */
public record Listed(RawName name, boolean isDirectory) {}
