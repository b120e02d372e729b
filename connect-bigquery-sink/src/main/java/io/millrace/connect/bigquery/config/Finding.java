// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

/**
 * Something wrong with a connector's properties.
 *
 * @param property the property at fault, as the user wrote it
 * @param message what was found and what is accepted; never a secret
 */
public record Finding(String property, String message) {}
