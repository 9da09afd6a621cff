/**
 * The Kubernetes API {@code onsale.dev/v1alpha1}: what platform and event teams write, and what the
 * operator answers. The CRDs are generated from these records.
 */
@NullMarked
package dev.onsale.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
