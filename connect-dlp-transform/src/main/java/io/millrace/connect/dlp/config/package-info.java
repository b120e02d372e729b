/**
 * The properties of the transforms. In: the strings of a connector's configuration and a policy in Cloud DLP's JSON; out:
 * one DlpConfig of the rooms' own records. Read once, at configure; nobody else sees a property.
 */
@NullMarked
package io.millrace.connect.dlp.config;

import org.jspecify.annotations.NullMarked;
