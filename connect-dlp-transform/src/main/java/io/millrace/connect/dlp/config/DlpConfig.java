// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.detect.InspectSettings;
import io.millrace.connect.dlp.rules.Policy;
import io.millrace.connect.dlp.walk.WalkSettings;

/**
 * Everything a transform was told.
 *
 * @param places where the rules were written
 */
public record DlpConfig(
        Engine engine,
        Policy policy,
        InspectSettings inspect,
        WalkSettings walk,
        KeySource keys,
        AuditHeaders auditHeaders,
        CloudSettings cloud,
        RulePlaces places) {}
