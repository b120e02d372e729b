// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import io.millrace.connect.catalog.emit.CatalogCounters;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connector's counters in JMX, for workers of every version. A name that is taken, or refused, is no failure. */
final class CatalogMBean {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogMBean.class);

    private final @Nullable ObjectName name;

    private CatalogMBean(@Nullable ObjectName name) {
        this.name = name;
    }

    static CatalogMBean register(String connector, CatalogCounters counters) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            // While a connector is reconfigured its old hub may still be there: numbers tell them apart.
            for (int number = 0; number < 16; number++) {
                ObjectName name = new ObjectName("io.millrace.connect:type=catalog,connector="
                        + ObjectName.quote(connector) + (number == 0 ? "" : ",hub=" + number));
                if (!server.isRegistered(name)) {
                    server.registerMBean(counters, name);
                    return new CatalogMBean(name);
                }
            }
        } catch (JMException | RuntimeException e) {
            LOG.debug("no JMX bean connector={}", connector, e);
        }
        return new CatalogMBean(null);
    }

    void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException | RuntimeException e) {
            LOG.debug("JMX bean was gone already name={}", name, e);
        }
    }
}
