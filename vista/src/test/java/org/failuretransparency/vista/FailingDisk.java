package org.failuretransparency.vista;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.OsException;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.jspecify.annotations.Nullable;

/// A disk whose n-th write or sync fails, and every one after it.
final class FailingDisk {

    private static final Set<String> EFFECTS = Set.of("write", "sync");

    private final Storage storage;
    private long effectsLeft;

    FailingDisk(Storage storage, long effectsBeforeFailure) {
        this.storage = storage;
        this.effectsLeft = effectsBeforeFailure;
    }

    boolean hasFailed() {
        return effectsLeft < 0;
    }

    /// The storage's regions, whose writes and syncs fail when it is time.
    Regions regions() {
        return proxy(Regions.class, storage);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call(real, method, arguments)));
    }

    private @Nullable Object call(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
        if (real instanceof Region region && EFFECTS.contains(method.getName()) && --effectsLeft < 0) {
            throw new RegionException.Io(region.path(), new OsException(method.getName(), "disk", Errno.EIO));
        }
        try {
            Object result = method.invoke(real, arguments);
            boolean opened = result instanceof Region && !method.getName().equals("view");
            return opened ? proxy(Region.class, (Region) result) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
