// What a file with our dashboard may contain, from the types that Grafana generates from its schemas.
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import type * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

// A type as JSON: the value of an enum instead of its name, and no methods.
type Json<T> = 0 extends 1 & T ? T
    : T extends string ? `${T}`
    : T extends (infer Element)[] ? Json<Element>[]
    : T extends object ? { [K in keyof T as K extends `_${string}` ? never : K]: Json<T[K]> }
    : T;

// Grafana fills in what is left out here.
type Partly<T> = T extends unknown[] ? T : T extends object ? { [K in keyof T]?: Partly<T[K]> } : T;

type FieldConfig = dashboard.FieldConfigSource;

// The schema leaves open what is special to a kind of panel and to a data source; their own schemas say it. A panel of
// another kind needs its schema here.
type Timeseries = Omit<Json<dashboard.Panel>, "type" | "targets" | "options" | "fieldConfig"> & {
  type: "timeseries";
  targets: Json<prometheus.Dataquery>[];
  options: Partly<Json<timeseries.Options>>;
  fieldConfig: Omit<Json<FieldConfig>, "defaults"> & {
    defaults: Omit<Json<FieldConfig["defaults"]>, "custom"> & { custom?: Partly<Json<timeseries.FieldConfig>> };
  };
};
type Row = Omit<Json<dashboard.RowPanel>, "type" | "panels"> & { type: "row"; panels: Timeseries[] };

export type Board = Omit<Json<dashboard.Dashboard>, "panels"> & { panels: (Timeseries | Row)[] };
