// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows metrics as MBeans named {@code io.millrace.connect:type=…,connector=…,task=…}. */
public final class JmxPublisher implements MetricsPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(JmxPublisher.class);
    private static final String DOMAIN = "io.millrace.connect";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<ObjectName, Group<?>> shown = new LinkedHashMap<>();
    private final Map<String, String> own;
    private final boolean onlyOne;
    private int number;

    private JmxPublisher(Map<String, String> own, boolean onlyOne) {
        this.own = new LinkedHashMap<>(own);
        this.onlyOne = onlyOne;
    }

    /**
     * For what there is once only: under a name that is taken there is what a task of the same name left behind as the
     * worker gave it up, and its place is taken.
     *
     * @param own the tags of all that is shown, in order: connector, task
     */
    public static JmxPublisher ofTheOnly(Map<String, String> own) {
        return new JmxPublisher(own, true);
    }

    /**
     * For what may be there several times, as transforms are: all but the first have a {@code number} besides.
     *
     * @param own as above
     */
    public static JmxPublisher ofOneOfSeveral(Map<String, String> own) {
        return new JmxPublisher(own, false);
    }

    @Override
    public <M extends Metric> void show(
            String type, Map<String, String> tags, List<M> metrics, ToLongFunction<M> read) {
        Group<M> group = new Group<>(type, metrics, read);
        try {
            ObjectName name = name(type, tags);
            while (!register(group, name)) {
                name = name(type, tags);
            }
            shown.put(name, group);
        } catch (JMException | RuntimeException refused) {
            LOG.warn("metrics not shown by JMX type={} tags={}", type, tags, refused);
        }
    }

    private ObjectName name(String type, Map<String, String> tags) throws JMException {
        StringBuilder text = new StringBuilder(DOMAIN + ":type=" + type);
        own.forEach((key, value) -> append(text, key, value));
        if (number > 0) {
            append(text, "number", Integer.toString(number));
        }
        tags.forEach((key, value) -> append(text, key, value));
        return new ObjectName(text.toString());
    }

    private static void append(StringBuilder text, String key, String value) {
        text.append(',').append(key).append('=').append(ObjectName.quote(value));
    }

    /** False if the name is another's: then there is a next number. */
    private boolean register(Group<?> group, ObjectName name) throws JMException {
        try {
            server.registerMBean(group, name);
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            if (!onlyOne && shown.isEmpty()) {
                number++;
                return false;
            }
            server.unregisterMBean(name);
            server.registerMBean(group, name);
            return true;
        }
    }

    @Override
    public void hide(String type, Map<String, String> tags) {
        try {
            ObjectName name = name(type, tags);
            Group<?> group = shown.remove(name);
            if (group != null) {
                hide(name, group);
            }
        } catch (JMException | RuntimeException refused) {
            LOG.warn("metrics not taken back type={} tags={}", type, tags, refused);
        }
    }

    private void hide(ObjectName name, Group<?> group) {
        if (!group.registered) {
            return; // another of the same name has taken its place
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            LOG.debug("already gone name={}", name);
        } catch (JMException | RuntimeException refused) {
            LOG.warn("metrics not taken back name={}", name, refused);
        }
    }

    @Override
    public void close() {
        shown.forEach(this::hide);
        shown.clear();
    }

    private static final class Group<M extends Metric> implements DynamicMBean, MBeanRegistration {
        private final String type;
        private final Map<String, M> metrics = new LinkedHashMap<>();
        private final ToLongFunction<M> read;
        private volatile boolean registered;

        Group(String type, List<M> metrics, ToLongFunction<M> read) {
            this.type = type;
            this.read = read;
            metrics.forEach(metric -> this.metrics.put(metric.label(), metric));
        }

        @Override
        public ObjectName preRegister(MBeanServer server, ObjectName name) {
            return name;
        }

        @Override
        public void postRegister(Boolean done) {
            registered = done;
        }

        @Override
        public void preDeregister() {}

        @Override
        public void postDeregister() {
            registered = false;
        }

        @Override
        public Object getAttribute(@Nullable String label) throws AttributeNotFoundException {
            M metric = metrics.get(label);
            if (metric == null) {
                throw new AttributeNotFoundException(label);
            }
            return read.applyAsLong(metric);
        }

        @Override
        public AttributeList getAttributes(String[] labels) {
            AttributeList attributes = new AttributeList();
            for (String label : labels) {
                M metric = metrics.get(label);
                if (metric != null) {
                    attributes.add(new Attribute(label, read.applyAsLong(metric)));
                }
            }
            return attributes;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException(attribute.getName() + " can only be read");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
            return null;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = metrics.values().stream()
                    .map(metric ->
                            new MBeanAttributeInfo(metric.label(), "long", metric.description(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new);
            return new MBeanInfo(Group.class.getName(), type, attributes, null, null, null);
        }
    }
}
