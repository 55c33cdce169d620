package com.pfavanguard.sync.broker.console;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers "false" when the console's page asks for features that Hawtio has and this console does not offer:
 * connecting to other machines through this one, and logging in at a Keycloak server. Named in {@code web.xml}, hence
 * public.
 */
public class NotOffered extends HttpServlet {

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write("false");
    }
}
