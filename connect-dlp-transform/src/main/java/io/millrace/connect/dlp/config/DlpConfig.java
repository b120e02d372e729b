// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.rules.Policy;
import io.millrace.connect.dlp.walk.WalkSettings;
import java.util.HashSet;
import java.util.Set;

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
        RulePlaces places) {

    /** What to look for in all fields together, beside custom infoTypes: what is requested, and what single rules name. */
    public InspectSettings inspectForAllRules() {
        Set<InfoType> wanted = new HashSet<>(inspect.infoTypes());
        policy.infoTypes().forEach(name -> wanted.add(new InfoType(name)));
        inspect.customInfoTypes().stream()
                .map(CustomInfoType::infoType)
                .filter(type -> BuiltInInfoType.named(type.name()).isEmpty())
                .forEach(wanted::remove);
        return inspect.withInfoTypes(wanted);
    }
}
