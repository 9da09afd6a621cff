package dev.onsale.testbed.stores;

/** A user of a store. The password is random and lives as long as the store. */
public record Login(String user, String password) {
  @Override
  public String toString() {
    return user;
  }
}
