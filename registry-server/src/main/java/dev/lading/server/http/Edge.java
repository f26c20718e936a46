package dev.lading.server.http;

import dev.lading.server.exchange.Gate;

/** What all requests of one edge share; all of it is immutable or safe for use by many threads. */
record Edge(
    HttpSettings settings,
    RouteTable routes,
    Gate gate,
    HttpEdge.Surroundings outside,
    Origins origins,
    OwnLinks links,
    ByteBudget budget,
    FileChunks.Large largeChunks,
    Connections connections,
    DateHeader date) {}
