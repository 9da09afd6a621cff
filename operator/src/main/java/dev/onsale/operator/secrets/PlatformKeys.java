package dev.onsale.operator.secrets;

/** What is secret of one platform and derived: equal platform and root give equal material. */
public final class PlatformKeys {

  /** File of the Secrets that hold it. */
  public static final String WEBHOOK_SECRET = "webhook-secret";

  private static final int FIRST = 1;

  private final KeyDerivation derivation;
  private final String clusterId;
  private final String platform;

  public PlatformKeys(KeyDerivation derivation, String clusterId, String platform) {
    this.derivation = derivation;
    this.clusterId = clusterId;
    this.platform = platform;
  }

  /** What the Sandbox signs webhooks with: for all events of the platform the same. */
  public String webhookSecret() {
    return derivation.password(clusterId + "/" + platform, "webhook", FIRST);
  }

  @Override
  public String toString() {
    return "PlatformKeys[" + platform + "]";
  }
}
