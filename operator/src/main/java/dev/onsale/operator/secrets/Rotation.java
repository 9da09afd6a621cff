package dev.onsale.operator.secrets;

import org.jspecify.annotations.Nullable;

/**
 * Which logins of an event are in force. It is kept in {@code status.data} and, in case that is
 * restored from an older backup, in the schema's marker: a generation never comes back.
 *
 * @param generation of the logins that pods are told, from 1
 * @param retired newest generation whose logins are refused; 0 before the first rotation ended
 * @param request value of annotation {@code onsale.dev/rotate} that was carried out last
 */
public record Rotation(int generation, int retired, @Nullable String request) {

  /** Of an event that never rotated. */
  public static Rotation first(@Nullable String request) {
    return new Rotation(1, 0, request);
  }

  /** Whether the logins of the generation before are still taken. */
  public boolean underWay() {
    return retired < generation - 1;
  }

  /** One generation on, if the annotation has a new value and no rotation is under way. */
  public Rotation asked(@Nullable String annotation) {
    return annotation == null || annotation.equals(request) || underWay()
        ? this
        : new Rotation(generation + 1, retired, annotation);
  }

  /** As least as far as the stores say. */
  public Rotation atLeast(int known) {
    return known <= generation ? this : new Rotation(known, known - 2, request);
  }

  /** Older logins are refused. */
  public Rotation ended() {
    return new Rotation(generation, generation - 1, request);
  }
}
