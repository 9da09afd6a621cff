package dev.onsale.testbed.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * @param buyers size of the crowd, at least 1
 * @param event file with one TicketEvent and the ConfigMap it refers to, if any
 * @param keep leave everything running afterwards
 * @param report where the report is written as JSON, if anywhere
 * @param seed of everything the buyers decide
 */
public record DemoOptions(int buyers, Path event, boolean keep, @Nullable Path report, long seed) {}
