package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;
import java.util.Map;

/** A label selector, with the words of Kubernetes. */
@ApiRecord
public record Selector(
    @Size(max = 32) @JsonPropertyDescription("Labels that must have these values.")
        Map<String, @Size(max = 63) String> matchLabels,
    @Size(max = 16) @JsonPropertyDescription("Further conditions; all must hold.")
        List<Expression> matchExpressions) {
  public Selector {
    matchLabels = Given.map(matchLabels);
    matchExpressions = Given.list(matchExpressions);
  }

  /** One condition on a label. */
  @ApiRecord
  @ValidationRule(
      value =
          "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
      message = "values belong to In and NotIn; give some for these, and none otherwise",
      fieldPath = ".values")
  public record Expression(
      @Required @Size(min = 1, max = 317) @JsonPropertyDescription("The label.") String key,
      @Required
          @Pattern("^(In|NotIn|Exists|DoesNotExist)$")
          @JsonPropertyDescription("In, NotIn, Exists or DoesNotExist.")
          String operator,
      @Size(max = 64) @JsonPropertyDescription("Values for In and NotIn.")
          List<@Size(max = 63) String> values) {
    public Expression {
      values = Given.list(values);
    }
  }

  /** True if it says nothing; what that means is the field's affair. */
  public boolean empty() {
    return matchLabels.isEmpty() && matchExpressions.isEmpty();
  }

  /** The same as a Kubernetes type. */
  public LabelSelector toLabelSelector() {
    var builder = new LabelSelectorBuilder().withMatchLabels(matchLabels);
    for (var e : matchExpressions) {
      builder
          .addNewMatchExpression()
          .withKey(e.key())
          .withOperator(e.operator())
          .withValues(e.values())
          .endMatchExpression();
    }
    return builder.build();
  }
}
