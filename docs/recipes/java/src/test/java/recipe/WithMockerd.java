package recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests a parameter `Mockerd`. One serves all of them; each finds it as it began. */
public final class WithMockerd implements ParameterResolver, AfterEachCallback {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Mockerd.class;
    }

    @Override
    public Mockerd resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return daemon(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        daemon(context).control("POST", "/reset", "{\"rules\": true, \"journal\": true}");
    }

    /** JUnit closes what is in its store when all tests are over. */
    private static Mockerd daemon(ExtensionContext context) {
        var store = context.getRoot().getStore(ExtensionContext.Namespace.create(WithMockerd.class));
        return store.getOrComputeIfAbsent("daemon", key -> start(), Mockerd.class);
    }

    private static Mockerd start() {
        try {
            return new Mockerd();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
