package dev.lading.runtime.bundle;

/** What of the network a container sees. */
public enum Network {
  /** Its own loopback, and nothing else. */
  NONE,
  /** All that this machine sees. */
  HOST
}
