package dev.lading.runtime.registry.client;

import dev.lading.content.Descriptor;
import dev.lading.runtime.registry.RegistryException.Refused;
import java.util.Optional;

/**
 * What a name stands for now, by the registry's word alone.
 *
 * @param refusal why the registry does not hand it out, if it does not
 */
public record Resolution(Descriptor descriptor, Optional<Refused> refusal) {}
