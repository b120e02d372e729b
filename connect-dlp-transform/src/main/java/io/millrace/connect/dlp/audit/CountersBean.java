// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.audit;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.UUID;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The counters as attributes of one MBean: {@code millrace.dlp:type=…,context=…,id=…}. */
public final class CountersBean implements DynamicMBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CountersBean.class);

    private final Counters counters;
    private final ObjectName name;

    private CountersBean(Counters counters, ObjectName name) {
        this.counters = counters;
        this.name = name;
    }

    /**
     * Registers the bean.
     *
     * @param type the transform's class, e.g. {@code DlpTransform$Value}
     */
    public static CountersBean register(Counters counters, String type) {
        // Connect names connector and task in its logging context, which is all that every version tells a transform.
        String context = MDC.get("connector.context");
        try {
            ObjectName name = new ObjectName("millrace.dlp:type=" + type + ",context="
                    + ObjectName.quote(context == null ? "" : context.strip()) + ",id=" + UUID.randomUUID());
            CountersBean bean = new CountersBean(counters, name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return bean;
        } catch (JMException refused) {
            throw new IllegalStateException("the JVM refuses the transform's MBean", refused);
        }
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException gone) {
            LOG.debug("MBean was gone already name={}", name);
        }
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
