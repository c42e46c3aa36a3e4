package org.failuretransparency.os;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/// A signal that this JVM has given away, and the handler that it had before. The classes are those of `sun.misc`,
/// which every JDK offers (module `jdk.unsupported`) and which the compiler lets nobody name without a warning; so they
/// are called by reflection, once a signal.
final class JvmSignal {

    private final Object signal;
    private final Object handlerBefore;

    private JvmSignal(Object signal, Object handlerBefore) {
        this.signal = signal;
        this.handlerBefore = handlerBefore;
    }

    /// Has a signal handled from now on, on a thread of the JVM.
    ///
    /// @throws IllegalArgumentException if there is no such signal, or the JVM keeps it for itself
    static JvmSignal handle(String name, IntConsumer handler) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            int number = (int) signalClass.getMethod("getNumber").invoke(signal);
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, (self, m, a) -> {
                        if (m.getName().equals("handle")) {
                            handler.accept(number);
                        }
                        return null;
                    });
            return new JvmSignal(signal, handle(signal, proxy));
        } catch (ReflectiveOperationException e) {
            throw refusal(name, e);
        }
    }

    /// Gives the signal back to whoever handled it before.
    void restore() {
        try {
            Object _ = handle(signal, handlerBefore);
        } catch (ReflectiveOperationException e) {
            throw refusal(signal.toString(), e);
        }
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Method handle =
                signal.getClass().getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, signal, handler);
    }

    private static RuntimeException refusal(String name, ReflectiveOperationException e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        return new IllegalArgumentException("signal cannot be handled: signal=" + name, cause);
    }
}
