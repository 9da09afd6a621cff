package dev.onsale.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventIdentityTest {

  private final EventIdentity event = new EventIdentity("c1", "concerts", "aurora", "uid-1");

  @Test
  void namesOfStoresNeedNoQuotingAndFitPostgres() {
    assertThat(event.storeKey()).matches("ev_[0-9a-f]{20}");
    assertThat(event.ownerRole()).isEqualTo(event.storeKey() + "_owner").hasSizeLessThan(63);
    assertThat(event.loginRole(1)).isEqualTo(event.storeKey() + "_a");
  }

  @Test
  void aSecondLifeHasTheSameNames() {
    assertThat(new EventIdentity("c1", "concerts", "aurora", "uid-2").storeKey())
        .isEqualTo(event.storeKey());
  }

  @Test
  void anotherClusterNamespaceOrNameHasOthers() {
    assertThat(new EventIdentity("c2", "concerts", "aurora", "uid-1").storeKey())
        .isNotEqualTo(event.storeKey());
    assertThat(new EventIdentity("c1", "theatre", "aurora", "uid-1").storeKey())
        .isNotEqualTo(event.storeKey());
    assertThat(new EventIdentity("c1", "concerts", "aurora2", "uid-1").storeKey())
        .isNotEqualTo(event.storeKey());
  }

  @Test
  void namesThatReadTheSameWhenJoinedAreTwoEvents() {
    assertThat(new EventIdentity("c1", "concerts-a", "b", "uid-1").storeKey())
        .isNotEqualTo(new EventIdentity("c1", "concerts", "a-b", "uid-1").storeKey());
  }
}
