// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The counters as attributes of one MBean: {@code io.millrace.connect:type=dlp,…}. */
public final class CountersBean implements DynamicMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CountersBean.class);

    private final Counters counters;
    private @Nullable ObjectName name;

    private CountersBean(Counters counters) {
        this.counters = counters;
    }

    /**
     * Registers the bean. A JVM that refuses it costs the counters' view only: masking goes on.
     *
     * @param transform the transform's class, shown as {@code DlpTransform$Value}
     */
    public static CountersBean register(Counters counters, Class<?> transform) {
        String name = transform.getName().substring(transform.getPackageName().length() + 1);
        // Connect names connector and task in its logging context, which is all that every version tells a transform.
        String context = MDC.get("connector.context");
        String prefix = "io.millrace.connect:type=dlp,transform=" + name + ",context="
                + ObjectName.quote(context == null ? "" : context.strip()) + ",number=";
        CountersBean bean = new CountersBean(counters);
        try {
            // A connector may have the same transform twice: numbers tell them apart.
            for (int number = 0; bean.name == null; number++) {
                bean.tryName(new ObjectName(prefix + number));
            }
        } catch (JMException refused) {
            LOG.warn("counters not shown by JMX name={}", prefix, refused);
        }
        return bean;
    }

    private void tryName(ObjectName free) throws JMException {
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(this, free);
            name = free;
        } catch (InstanceAlreadyExistsException taken) {
            LOG.debug("taken already name={}", free);
        }
    }

    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException gone) {
            LOG.debug("MBean was gone already name={}", name);
        }
        name = null;
    }

    @Override
    public Object getAttribute(String attribute) throws AttributeNotFoundException {
        Long value = counters.snapshot().get(attribute);
        if (value == null) {
            throw new AttributeNotFoundException(attribute);
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        Map<String, Long> snapshot = counters.snapshot();
        AttributeList list = new AttributeList();
        for (String attribute : attributes) {
            Long value = snapshot.get(attribute);
            if (value != null) {
                list.add(new Attribute(attribute, value));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("counters are read-only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException("there are no operations");
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = counters.snapshot().keySet().stream()
                .map(counter -> new MBeanAttributeInfo(counter, "long", "counter", true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(CountersBean.class.getName(), "What a DLP transform did", attributes, null, null, null);
    }
}
