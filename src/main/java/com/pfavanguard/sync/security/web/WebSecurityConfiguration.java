package com.pfavanguard.sync.security.web;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.AccessTokens;
import com.pfavanguard.sync.security.Audit;
import com.pfavanguard.sync.security.AuditFact;
import com.pfavanguard.sync.security.Caller;
import com.pfavanguard.sync.security.CallerAuthentication;
import com.pfavanguard.sync.security.Denial;
import com.pfavanguard.sync.security.Permission;
import com.pfavanguard.sync.security.RequestGuard;
import com.pfavanguard.sync.security.SecurityProperties;
import com.pfavanguard.sync.security.SecurityProperties.Mode;
import com.pfavanguard.sync.web.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Sets the order of the security filters: response headers, host and origin, CORS, caller, path. There are no HTTP
 * sessions and no cookies, and therefore no CSRF tokens: nothing that a browser sends by itself grants access.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScrapeProperties.class)
class WebSecurityConfiguration {

    /** The pages, the JavaScript client and the contract. They contain no data of any organization. */
    private static final List<String> PAGE = List.of(
            "/",
            "/index.html",
            "/admin",
            "/admin.html",
            "/assets/**",
            "/icon.svg",
            "/favicon.ico",
            "/*.js",
            "/*.d.ts",
            "/docs/**",
            "/asyncapi.yaml",
            "/openapi.json",
            "/schema/*.json");

    // Request attribute: no handler has this path, so the answer is 404 for every caller.
    private static final String UNKNOWN_ADDRESS = WebSecurityConfiguration.class.getName() + ".unknownAddress";

    private static final Problem NOTHING_HERE =
            Problem.of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is nothing at this address");

    private final SecurityProperties properties;

    WebSecurityConfiguration(SecurityProperties properties) {
        this.properties = properties;
    }

    @Bean
    Origins origins() {
        return new Origins(properties.mode() == Mode.OPEN, properties.allowedOrigins(), properties.allowedHosts());
    }

    @Bean
    RequestGuard requestGuard(Origins origins, AccessTokens tokens) {
        return new CachingRequestGuard(origins, tokens, new TokenInRequest(properties.queryToken()));
    }

    @Bean
    static ScrapeAccess scrapeAccess(ScrapeProperties settings) {
        return new ScrapeAccess(
                new ScrapeTokens(settings, System::nanoTime),
                new OrRequestMatcher(EndpointRequest.to("prometheus"), EndpointRequest.to(HealthEndpoint.class)));
    }

    @Bean
    SecurityFilterChain requests(
            HttpSecurity http, Origins origins, RequestGuard guard, ScrapeAccess scraping, Audit audit)
            throws Exception {
        boolean open = properties.mode() == Mode.OPEN;
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(WebSecurityConfiguration::headers)
                .cors(cors -> cors.configurationSource(origins))
                .addFilterAfter(new OriginFilter(origins, audit), HeaderWriterFilter.class)
                .addFilterBefore(
                        new CallerFilter(guard, scraping, audit, page(), EndpointRequest.to(HealthEndpoint.class)),
                        AnonymousAuthenticationFilter.class)
                .exceptionHandling(refusals -> refusals(refusals, audit))
                .authorizeHttpRequests(open ? paths -> paths.anyRequest().permitAll() : WebSecurityConfiguration::paths)
                .build();
    }

    // The defaults include HSTS, which is sent over TLS only.
    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives(PagePolicy.of(new ClassPathResource("static/index.html"))))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
    }

    private static void refusals(ExceptionHandlingConfigurer<HttpSecurity> refusals, Audit audit) {
        refusals.authenticationEntryPoint((request, response, e) -> {
                    audit.refused(Denial.UNAUTHORIZED, null, null, request.getRemoteAddr(), AuditFact.of(request));
                    DenialProblem.of(Denial.UNAUTHORIZED).writeTo(response);
                })
                .accessDeniedHandler((request, response, e) -> {
                    if (request.getAttribute(UNKNOWN_ADDRESS) == null) {
                        audit.refused(
                                Denial.PERMISSION_DENIED,
                                caller(),
                                null,
                                request.getRemoteAddr(),
                                AuditFact.of(request));
                        DenialProblem.of(Denial.PERMISSION_DENIED).writeTo(response);
                    } else {
                        NOTHING_HERE.writeTo(response);
                    }
                });
    }

    private static @Nullable Caller caller() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? known.caller()
                : null;
    }

    private static RequestMatcher page() {
        PathPatternRequestMatcher.Builder matchers = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(PAGE.stream()
                .flatMap(path -> Stream.<RequestMatcher>of(
                        matchers.matcher(HttpMethod.GET, path), matchers.matcher(HttpMethod.HEAD, path)))
                .toList());
    }

    private static void paths(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry paths) {
        paths.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(page())
                .permitAll()
                .requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                .permitAll()
                // Not for all who may read metrics, nor for all who administer one organization.
                .requestMatchers(acting())
                .access(AuthorizationManagers.allOf(
                        AuthorityAuthorizationManager.hasRole(CallerAuthentication.OPERATOR),
                        AuthorityAuthorizationManager.hasRole(CallerAuthentication.ADMIN)))
                .requestMatchers(EndpointRequest.toAnyEndpoint())
                .hasRole(CallerAuthentication.OPERATOR)
                // HandshakeRules decide, since a STOMP client may send its token later, in CONNECT.
                .requestMatchers("/api/ws/sync", "/api/ws/sync/**")
                .permitAll()
                .requestMatchers("/api/pems/**", "/api/sync/**", "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/**")
                .authenticated()
                .requestMatchers("/api/admin/**")
                .hasRole(CallerAuthentication.ADMIN)
                .requestMatchers("/api/demo/{organizationId}/**")
                .access((caller, request) -> new AuthorizationDecision(
                        maySync(caller.get(), request.getVariables().get("organizationId"))))
                .anyRequest()
                .access((caller, request) -> nothingThere(request.getRequest()));
    }

    // Reading a drain is of use to those who may begin one.
    private static RequestMatcher acting() {
        RequestMatcher reading = request -> List.of("GET", "HEAD").contains(request.getMethod());
        return new OrRequestMatcher(
                EndpointRequest.to("drain"),
                new AndRequestMatcher(EndpointRequest.toAnyEndpoint(), new NegatedRequestMatcher(reading)));
    }

    // Denies too, in case a handler exists that has no rule above.
    private static AuthorizationDecision nothingThere(HttpServletRequest request) {
        request.setAttribute(UNKNOWN_ADDRESS, true);
        return new AuthorizationDecision(false);
    }

    private static boolean maySync(@Nullable Authentication authentication, @Nullable String organizationId) {
        return authentication instanceof CallerAuthentication known
                && organizationId != null
                && OrganizationId.isValid(organizationId)
                && known.caller().may(Permission.SYNC, new OrganizationId(organizationId));
    }

    /** Turns off a timer per filter: requests are timed as a whole already, and these cost each session a kilobyte. */
    @Bean
    static SecurityObservationSettings noTimerForEachFilter() {
        return SecurityObservationSettings.noObservations();
    }

    /** Answers requests that Spring Security's firewall rejects, such as paths with {@code %2F}. */
    @Bean
    static RequestRejectedHandler rejectedRequests() {
        Problem problem = Problem.of(
                HttpStatus.BAD_REQUEST, "BAD_REQUEST", "The request contains characters that are not allowed there");
        return (request, response, e) -> problem.writeTo(response);
    }
}
