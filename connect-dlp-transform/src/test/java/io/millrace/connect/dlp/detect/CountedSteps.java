// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Loads the product once more, with every call and every turn of a loop counted: what work it does, the same on every machine.
 * What libraries and the JDK do is one call.
 */
public final class CountedSteps extends ClassLoader {

    private static final String COUNTED = "io.millrace.connect.dlp.";
    // One thread counts at a time
    private static final long[] STEPS = new long[1];

    CountedSteps() {
        super(CountedSteps.class.getClassLoader());
    }

    /** Called by whatever is counted. */
    public static void step() {
        STEPS[0]++;
    }

    /** How many steps some work does that is made of counted classes. */
    static long of(Runnable work) {
        long before = STEPS[0];
        work.run();
        return STEPS[0] - before;
    }

    /** What looks at texts, of a class that has a constructor without parameters, made of counted classes. */
    Consumer<String> looking(Class<? extends Consumer<String>> type) {
        try {
            @SuppressWarnings("unchecked") // the same class but for the steps
            Consumer<String> looking = (Consumer<String>)
                    loadClass(type.getName()).getConstructor().newInstance();
            return looking;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(COUNTED) || name.equals(CountedSteps.class.getName())) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) {
        ClassWriter counting = new ClassWriter(0);
        try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
            new ClassReader(Objects.requireNonNull(bytes, name))
                    .accept(
                            new ClassVisitor(Opcodes.ASM9, counting) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String method, String descriptor, String generic, String[] thrown) {
                                    return new CountedMethod(
                                            super.visitMethod(access, method, descriptor, generic, thrown));
                                }
                            },
                            0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] counted = counting.toByteArray();
        return defineClass(name, counted, 0, counted.length);
    }

    /** A step at its beginning and before each jump back. */
    private static final class CountedMethod extends MethodVisitor {
        private final Set<Label> passed = new HashSet<>();

        CountedMethod(MethodVisitor to) {
            super(Opcodes.ASM9, to);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            addStep();
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (passed.contains(label)) {
                addStep();
            }
            super.visitJumpInsn(opcode, label);
        }

        private void addStep() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(CountedSteps.class), "step", "()V", false);
        }
    }
}
