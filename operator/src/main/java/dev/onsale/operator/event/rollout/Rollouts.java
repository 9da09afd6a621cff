package dev.onsale.operator.event.rollout;

import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.schedule.Freeze;
import dev.onsale.schedule.Timeline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the pods of an event are made of: what its spec asks for, or, while it is frozen,
 * what they are made of already. What it permits it stores as a {@link Revision} before it is
 * applied, so that a restarted or upgraded operator knows it.
 */
public final class Rollouts {

  /**
   * What an event asks for.
   *
   * @param generation of the spec
   * @param allowed value of annotation {@code onsale.dev/allow-roll}; null without it
   */
  public record Asked(
      EventIdentity event,
      long generation,
      TicketEventSpec spec,
      Rendering rendering,
      Timeline timeline,
      Freeze freeze,
      @Nullable String allowed) {}

  /**
   * What is to run.
   *
   * @param deferred what waits; null if nothing does
   */
  public record Decision(Rendering rendering, @Nullable DeferredRoll deferred) {}

  /** Of the latest revision, so that an unchanged event costs no request. */
  private record Known(String renderingHash, long generation) {}

  private final RevisionStore store;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  public Rollouts(RevisionStore store) {
    this.store = store;
  }

  /**
   * @param running what runs now, asked for where no revision is stored; empty if nothing does
   */
  public Decision decide(Asked asked, Instant now, Supplier<Optional<Rendering>> running) {
    String hash = asked.rendering().hash();
    Known last = known.get(asked.event().uid());
    if (last != null && last.renderingHash().equals(hash)) {
      if (last.generation() != asked.generation()) {
        keep(asked, asked.rendering(), hash);
      }
      return new Decision(asked.rendering(), null);
    }
    Optional<Rendering> inForce = store.latest(asked.event()).map(Revision::rendering).or(running);
    if (inForce.isEmpty() || permitted(asked, hash, inForce.get(), now)) {
      keep(asked, asked.rendering(), hash);
      return new Decision(asked.rendering(), null);
    }
    Rendering stays = inForce.get();
    if (last == null || last.generation() != asked.generation()) {
      keep(asked, stays, stays.hash());
    }
    return new Decision(
        stays,
        new DeferredRoll(
            hash, RenderingChanges.between(stays, asked.rendering()), asked.freeze().until()));
  }

  /** The latest revision if the spec may have changed since; empty if it did not. */
  public Optional<Revision> before(EventIdentity event, long generation) {
    Known last = known.get(event.uid());
    return last != null && last.generation() == generation ? Optional.empty() : store.latest(event);
  }

  /** What the event was last good for. */
  public Optional<Revision> lastGood(EventIdentity event) {
    return store.latest(event);
  }

  /** The event is gone, and its revisions go. */
  public void end(EventIdentity event) {
    store.deleteAll(event);
    known.remove(event.uid());
  }

  /**
   * A seat map may change until the first opening and not after it, so waiting for the end of the
   * freeze would be waiting for ever: its roll is permitted.
   */
  private static boolean permitted(Asked asked, String hash, Rendering inForce, Instant now) {
    return !asked.freeze().at(now)
        || inForce.hash().equals(hash)
        || hash.equals(asked.allowed())
        || (now.isBefore(asked.timeline().firstOpening())
            && !mapDigest(inForce).equals(mapDigest(asked.rendering())));
  }

  private static String mapDigest(Rendering rendering) {
    return JsonFiles.readBoot(rendering.bootJson()).mapDigest();
  }

  private void keep(Asked asked, Rendering rendering, String hash) {
    store.store(asked.event(), asked.generation(), asked.spec(), rendering);
    known.put(asked.event().uid(), new Known(hash, asked.generation()));
  }
}
