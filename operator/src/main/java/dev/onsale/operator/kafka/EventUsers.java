package dev.onsale.operator.kafka;

import static dev.onsale.operator.kafka.KafkaAdmin.answer;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.StoreFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/**
 * SCRAM users of an event: they may append to the platform's topics and do nothing else. Brokers
 * without SCRAM have none.
 */
public final class EventUsers {

  private static final int ITERATIONS = 8192;
  private static final List<AclOperation> APPEND =
      List.of(AclOperation.WRITE, AclOperation.DESCRIBE);

  /**
   * Creates the user in force and its rights, or repairs them, and removes the other one unless a
   * rotation is under way.
   *
   * @param keys at the generation in force
   * @return what cannot be as it should, for people
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  public List<String> provision(
      KafkaAccount account, EventIdentity event, EventKeys keys, Rotation rotation) {
    var login = keys.logins().kafka();
    if (!account.makesUsers() || login == null) {
      return List.of();
    }
    return KafkaAdmin.with(
        account,
        admin -> {
          Set<String> users = users(admin, event);
          if (!users.contains(login.username())) {
            alter(
                admin,
                List.of(
                    new UserScramCredentialUpsertion(
                        login.username(),
                        new ScramCredentialInfo(mechanism(account), ITERATIONS),
                        login.password())));
          }
          List<String> stays = allow(admin, login.username());
          String other = event.loginRole(rotation.generation() + 1);
          if (!rotation.underWay() && users.contains(other)) {
            remove(admin, List.of(other));
          }
          return stays;
        });
  }

  /**
   * Removes the user of the generation before.
   *
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  public void retire(KafkaAccount account, EventIdentity event, Rotation rotation) {
    remove(account, event, List.of(event.loginRole(rotation.generation() - 1)));
  }

  /**
   * Removes both users.
   *
   * @throws StoreFailure if the brokers do not answer or refuse
   */
  public void lock(KafkaAccount account, EventIdentity event) {
    remove(account, event, event.loginRoles());
  }

  private static void remove(KafkaAccount account, EventIdentity event, List<String> names) {
    if (!account.makesUsers()) {
      return;
    }
    KafkaAdmin.with(
        account,
        admin -> {
          Set<String> users = users(admin, event);
          remove(admin, names.stream().filter(users::contains).toList());
          return true;
        });
  }

  private static void remove(Admin admin, List<String> names)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (names.isEmpty()) {
      return;
    }
    List<UserScramCredentialAlteration> deletions = new ArrayList<>();
    var described = answer(admin.describeUserScramCredentials(names).all());
    described.forEach(
        (name, description) ->
            description
                .credentialInfos()
                .forEach(
                    info ->
                        deletions.add(new UserScramCredentialDeletion(name, info.mechanism()))));
    alter(admin, deletions);
    try {
      answer(admin.deleteAcls(names.stream().map(EventUsers::all).toList()).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof SecurityDisabledException)) {
        throw e;
      }
    }
  }

  private static void alter(Admin admin, List<UserScramCredentialAlteration> alterations)
      throws InterruptedException, ExecutionException, TimeoutException {
    answer(admin.alterUserScramCredentials(alterations).all());
  }

  /** Which of the event's users the brokers have. */
  private static Set<String> users(Admin admin, EventIdentity event)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> found = new HashSet<>(answer(admin.describeUserScramCredentials().users()));
    found.retainAll(event.loginRoles());
    return found;
  }

  private static List<String> allow(Admin admin, String user)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<AclBinding> wanted = new HashSet<>();
    for (String topic : TopicProvisioner.TOPICS) {
      for (AclOperation operation : APPEND) {
        wanted.add(
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
      }
    }
    try {
      Set<AclBinding> present = new HashSet<>(answer(admin.describeAcls(all(user)).values()));
      List<AclBinding> missing = wanted.stream().filter(a -> !present.contains(a)).toList();
      List<AclBindingFilter> extra =
          present.stream().filter(a -> !wanted.contains(a)).map(AclBinding::toFilter).toList();
      if (!missing.isEmpty()) {
        answer(admin.createAcls(missing).all());
      }
      if (!extra.isEmpty()) {
        answer(admin.deleteAcls(extra).all());
      }
      return List.of();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof SecurityDisabledException)) {
        throw e;
      }
      return List.of("Kafka has no authorizer, so events can read what others append");
    }
  }

  private static AclBindingFilter all(String user) {
    return new AclBindingFilter(
        ResourcePatternFilter.ANY,
        new AccessControlEntryFilter(
            "User:" + user, null, AclOperation.ANY, AclPermissionType.ANY));
  }

  private static ScramMechanism mechanism(KafkaAccount account) {
    return Arrays.stream(ScramMechanism.values())
        .filter(known -> known.mechanismName().equals(account.mechanism()))
        .findFirst()
        .orElseThrow();
  }
}
