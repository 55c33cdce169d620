package com.pfavanguard.sync.broker.console;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers for the {@code hawtconfig.json} in the war: says whose console it is, and leaves out the pages that show the
 * JVM, which our policy would fill with refusals. Named in {@code web.xml}, hence public.
 */
public class PageSettings extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        try (InputStream settings =
                requireNonNull(PageSettings.class.getResourceAsStream("/console/hawtconfig.json"))) {
            settings.transferTo(response.getOutputStream());
        }
    }
}
