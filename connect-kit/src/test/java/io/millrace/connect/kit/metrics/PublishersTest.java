// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.testkit.WorkersMetrics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class PublishersTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private enum Counted implements Metric {
        ROWS_TOTAL,
        OPEN;

        @Override
        public String description() {
            return "About " + label();
        }
    }

    private final Numbers<Counted> numbers = new Numbers<>(Counted.values());

    private static Set<String> shown(String type) throws Exception {
        return SERVER.queryNames(new ObjectName("io.millrace.connect:type=" + type + ",*"), null).stream()
                .map(ObjectName::getCanonicalKeyPropertyListString)
                .collect(Collectors.toSet());
    }

    private void show(MetricsPublisher publisher, String type, Map<String, String> tags) {
        publisher.show(type, tags, List.of(Counted.values()), numbers::get);
    }

    @Test
    void aGroupIsAnMBeanWithEveryMetricAsAnAttribute() throws Exception {
        ObjectName name = new ObjectName("io.millrace.connect:type=one,connector=\"a,b\",table=\"t\"");
        numbers.add(Counted.ROWS_TOTAL, 41);
        numbers.add(Counted.ROWS_TOTAL, 1);
        numbers.set(Counted.OPEN, 7);

        try (JmxPublisher jmx = JmxPublisher.ofTheOnly(Map.of("connector", "a,b"))) {
            show(jmx, "one", Map.of("table", "t"));

            assertThat(SERVER.getAttribute(name, "rows-total")).isEqualTo(42L);
            assertThat(SERVER.getAttributes(name, new String[] {"open", "none"}).asList())
                    .containsExactly(new Attribute("open", 7L));
            assertThat(SERVER.getMBeanInfo(name).getAttributes())
                    .extracting(attribute -> attribute.getName() + ": " + attribute.getDescription())
                    .containsExactly("rows-total: About rows-total", "open: About open");
            assertThatThrownBy(() -> SERVER.getAttribute(name, "none")).isInstanceOf(AttributeNotFoundException.class);
            assertThatThrownBy(() -> SERVER.setAttribute(name, new Attribute("open", 1L)))
                    .isInstanceOf(AttributeNotFoundException.class);
        }
        assertThat(SERVER.isRegistered(name)).isFalse();
    }

    @Test
    void whatThereIsOnceTakesThePlaceOfWhatWasLeftBehind() throws Exception {
        JmxPublisher givenUp = JmxPublisher.ofTheOnly(Map.of("task", "0"));
        JmxPublisher successor = JmxPublisher.ofTheOnly(Map.of("task", "0"));
        show(givenUp, "once", Map.of());
        show(successor, "once", Map.of());

        givenUp.close();

        assertThat(shown("once")).containsExactly("task=\"0\",type=once");
        successor.close();
        assertThat(shown("once")).isEmpty();
    }

    @Test
    void whatThereIsSeveralTimesIsToldApartByANumber() throws Exception {
        JmxPublisher first = JmxPublisher.ofOneOfSeveral(Map.of("task", "0"));
        JmxPublisher second = JmxPublisher.ofOneOfSeveral(Map.of("task", "0"));
        for (JmxPublisher each : List.of(first, second)) {
            show(each, "several", Map.of());
            show(each, "several", Map.of("by", "redact"));
        }

        assertThat(shown("several"))
                .containsExactlyInAnyOrder(
                        "task=\"0\",type=several",
                        "by=\"redact\",task=\"0\",type=several",
                        "number=\"1\",task=\"0\",type=several",
                        "by=\"redact\",number=\"1\",task=\"0\",type=several");
        first.close();
        assertThat(shown("several")).hasSize(2);
        second.close();
        assertThat(shown("several")).isEmpty();
    }

    @Test
    void aWorkerShowsThemUnderItsOwnTagsUntilTheyAreTakenBack() {
        WorkersMetrics worker = new WorkersMetrics(Map.of("task", "0"));
        numbers.set(Counted.OPEN, 7);

        try (WorkerPublisher publisher = new WorkerPublisher(worker)) {
            show(publisher, "ignored", Map.of("table", "t"));

            assertThat(worker.names())
                    .extracting(name -> name.name() + name.tags())
                    .containsExactly("rows-total{task=0, table=t}", "open{task=0, table=t}");
            assertThat(worker.value("open")).isEqualTo(7L);
        }
        assertThat(worker.names()).isEmpty();
    }

    @Test
    void aWorkerThatRefusesAMetricCostsNothingElse() {
        WorkersMetrics worker = WorkersMetrics.refusing();

        try (WorkerPublisher publisher = new WorkerPublisher(worker)) {
            show(publisher, "refused", Map.of());
        }

        assertThat(worker.names()).isEmpty();
    }
}
