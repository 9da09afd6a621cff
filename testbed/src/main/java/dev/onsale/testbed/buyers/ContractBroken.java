package dev.onsale.testbed.buyers;

/** The runtime answered something the HTTP contract does not allow. */
public final class ContractBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ContractBroken(String message) {
    super(message);
  }
}
