/**
 * Typed options over Kafka's ConfigDef. Comes in: a connector's properties; goes out: values that are checked, or a
 * ConfigException that names the property. Only a plugin's config room reads them.
 */
@NullMarked
package io.millrace.connect.kit.config;

import org.jspecify.annotations.NullMarked;
