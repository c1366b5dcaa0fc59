//! The catalogs of the standard library: whole, small, and true where facts are well known.

use infra_catalog::{
    Catalog, Catalogs, Change, Class, Family, Place, Replace, RuleKind, Scalar, Scope, Shape, ShapeKind,
};

macro_rules! catalogs {
    ($($name:ident)*) => {
        [$((stringify!($name), include_bytes!(concat!("../../../stdlib/catalogs/", stringify!($name), ".catalog")).as_slice())),*]
    };
}

fn files() -> [(&'static str, &'static [u8]); 10] {
    catalogs!(
        aws terraform kubernetes external_secrets cert_manager prometheus_operator gateway_api keda argo_rollouts compose
    )
}

fn all() -> Catalogs {
    Catalogs::new(files().map(|(_, bytes)| Catalog::open(bytes).expect("a committed catalog opens")))
}

fn shape<'a>(catalog: &'a Catalog, class: Class, name: &str, path: &str) -> infra_catalog::Field<'a> {
    let found = catalog.resource(class, name).expect("the type is there");
    let mut names = path.split('.');
    let first = names.next().and_then(|name| found.block()?.field(name)).expect("the field is there");
    names.fold(first, |field, name| {
        field.shape().block().and_then(|block| block.field(name)).expect("the field is there")
    })
}

fn words(field: infra_catalog::Field<'_>) -> Vec<&str> {
    field.facts().values().filter_map(|value| if let Scalar::Text(text) = value { Some(text) } else { None }).collect()
}

#[test]
fn every_file_is_whole_and_named_as_its_catalog() {
    let mut total = 0;
    for (name, bytes) in files() {
        let catalog = Catalog::open(bytes).expect("a committed catalog opens");
        assert_eq!((catalog.verify(), catalog.name()), (Ok(()), name));
        total += bytes.len();
    }
    assert!(total < 3_000_000, "{total} bytes in the binary");
}

#[test]
fn every_type_is_found_by_its_name_and_every_field_by_its() {
    let catalogs = all();
    for catalog in catalogs.iter() {
        for found in catalog.types() {
            assert_eq!(catalog.resource(found.class(), &found.full_name()), Some(found), "{found:?}");
            let mut open = vec![(found.shape(), 0)];
            while let Some((shape, depth)) = open.pop() {
                open.extend(inside(shape, depth));
            }
        }
    }
}

/// Checks one shape, and gives those within it; shared types are checked on their own.
fn inside(shape: Shape<'_>, depth: usize) -> Vec<(Shape<'_>, usize)> {
    assert!(depth < 60);
    if shape.named().is_some() && depth > 0 {
        return Vec::new();
    }
    let inner: Vec<Shape<'_>> = match shape.kind() {
        ShapeKind::Object(block) => {
            for field in block.fields() {
                assert_eq!(block.field(field.name()).map(|found| found.shape()), Some(field.shape()), "{field:?}");
                assert!(!field.name().is_empty());
            }
            for rule in block.rules() {
                for path in rule.paths() {
                    let mut names = path.split('.');
                    let first = names.next().and_then(|name| block.field(name));
                    let last = names.try_fold(first, |field, name| Some(field?.shape().block()?.field(name)));
                    assert!(last.flatten().is_some(), "{path} of {rule:?}");
                }
            }
            block.fields().map(|field| field.shape()).chain(block.rest()).collect()
        }
        ShapeKind::List(element) | ShapeKind::Set(element) | ShapeKind::Map(element) => vec![element],
        ShapeKind::Union(shapes) | ShapeKind::Tuple(shapes) => shapes.collect(),
        _ => Vec::new(),
    };
    inner.into_iter().map(|shape| (shape, depth + 1)).collect()
}

#[test]
fn the_provider_has_all_its_types() {
    let catalogs = all();
    let aws = catalogs.named("aws").expect("the catalog is there");
    let count = |class| aws.names(class).count();
    assert_eq!([count(Class::Resource), count(Class::Data), count(Class::Ephemeral)], [1526, 608, 7]);
    assert_eq!([count(Class::Function), count(Class::Provider)], [3, 1]);
    assert_eq!((aws.family(), aws.version(), aws.source()), (Family::Terraform, "5.100.0", "hashicorp/aws"));
    assert_eq!(aws.nearest(Class::Resource, "aws_db_instnace"), Some("aws_db_instance"));
}

#[test]
fn well_known_facts_of_the_provider() {
    let catalogs = all();
    let aws = catalogs.named("aws").expect("the catalog is there");
    let field = |name, path| shape(aws, Class::Resource, name, path);
    let password = field("aws_db_instance", "password_wo");
    assert!(password.write_only() && password.sensitive() && password.settable());
    assert!(field("aws_db_instance", "instance_class").required());
    assert!(!field("aws_db_instance", "endpoint").settable() && !field("aws_db_instance", "id").settable());
    assert_eq!(field("aws_db_instance", "allocated_storage").shape().kind(), ShapeKind::Integer);
    assert_eq!(field("aws_db_instance", "kms_key_id").replace(Change::Value), Replace::Yes);
    assert_eq!(field("aws_db_instance", "instance_class").replace(Change::Value), Replace::No);
    let retention = field("aws_db_instance", "backup_retention_period").facts();
    assert_eq!((retention.min(), retention.max()), (Some("0"), Some("35")));
    assert!(retention.judge_integer(36).is_err() && retention.judge_integer(35).is_ok());
    assert!(field("aws_cloudwatch_log_group", "retention_in_days").facts().judge_integer(31).is_err());
    assert!(field("aws_vpc", "cidr_block").facts().judge_text("10.0.1.0/16").is_err());
    assert!(field("aws_iam_role", "assume_role_policy").facts().judge_text("{").is_err());
    assert!(field("aws_iam_role", "name").facts().judge_text(&"a".repeat(65)).is_err());
    assert_eq!(words(field("aws_dynamodb_table", "billing_mode")), ["PROVISIONED", "PAY_PER_REQUEST"]);
    assert!(field("aws_cloudwatch_metric_alarm", "period").facts().judge_integer(3600).is_ok());
    let ingress = field("aws_security_group", "ingress");
    assert!(ingress.place() == Place::Attribute && ingress.takes_blocks());
    assert!(field("aws_security_group", "ingress.from_port").required());
    let action = field("aws_lb_listener", "default_action");
    assert!(action.place() == Place::Block && action.required() && action.shape().facts().min_items() == Some(1));
    let rules =
        aws.resource(Class::Resource, "aws_security_group").and_then(|found| found.block()).map(|block| block.rules());
    let conflict =
        rules.into_iter().flatten().find(|rule| rule.kind() == RuleKind::AtMostOne).expect("a conflict is known");
    assert_eq!(conflict.paths().collect::<Vec<_>>(), ["name", "name_prefix"]);
}

#[test]
fn well_known_facts_of_the_kinds() {
    let catalogs = all();
    let kubernetes = catalogs.named("kubernetes").expect("the catalog is there");
    assert_eq!(kubernetes.types().filter(|found| found.class() == Class::Kind).count(), 87);
    let scope = |name| kubernetes.resource(Class::Kind, name).and_then(|found| found.scope());
    assert_eq!((scope("Deployment"), scope("Namespace")), (Some(Scope::Namespaced), Some(Scope::Cluster)));
    let version = |name| kubernetes.resource(Class::Kind, name).map(|found| found.api_version());
    assert_eq!(version("HorizontalPodAutoscaler").as_deref(), Some("autoscaling/v2"));
    assert_eq!(version("HorizontalPodAutoscaler@v1").as_deref(), Some("autoscaling/v1"));
    assert_eq!(version("MutatingAdmissionPolicy").as_deref(), Some("admissionregistration.k8s.io/v1"));
    let spec = |path| shape(kubernetes, Class::Shared, "PodSpec", path);
    assert_eq!(spec("containers").shape().facts().merge_keys().collect::<Vec<_>>(), ["name"]);
    let keys = shape(kubernetes, Class::Shared, "Container", "ports").shape().facts().merge_keys().collect::<Vec<_>>();
    assert_eq!(keys, ["containerPort", "protocol"]);
    let limits = shape(kubernetes, Class::Shared, "ResourceRequirements", "limits").shape();
    assert_eq!(limits.element().map(Shape::kind), Some(ShapeKind::Quantity));
    assert_eq!(shape(kubernetes, Class::Shared, "ServicePort", "targetPort").shape().kind(), ShapeKind::IntOrString);
    assert_eq!(
        words(shape(kubernetes, Class::Shared, "Container", "imagePullPolicy")),
        ["Always", "IfNotPresent", "Never"]
    );
    let kind = shape(kubernetes, Class::Kind, "Deployment", "kind");
    assert!(!kind.settable() && kind.extra().default() == Some(Scalar::Text("Deployment")));
    assert!(shape(kubernetes, Class::Kind, "Deployment", "spec").required());
    assert!(kubernetes.resource(Class::Kind, "Deployment").and_then(|found| found.block()?.field("status")).is_none());
}

#[test]
fn custom_resources_and_the_elements_of_compose_are_found_across_catalogs() {
    let catalogs = all();
    for kind in ["ExternalSecret", "Certificate", "PrometheusRule", "HTTPRoute", "ScaledObject", "Rollout", "Job"] {
        assert!(catalogs.resource(Class::Kind, kind).is_some(), "{kind}");
    }
    for element in ["project", "service", "network", "volume", "config", "secret"] {
        assert!(catalogs.resource(Class::Element, element).is_some(), "{element}");
    }
    let compose = catalogs.named("compose").expect("the catalog is there");
    let depends = shape(compose, Class::Element, "service", "depends_on").shape();
    let kinds: Vec<bool> = depends.members().map(|member| matches!(member.kind(), ShapeKind::Map(_))).collect();
    assert_eq!(kinds, [false, true]);
    assert!(
        compose
            .resource(Class::Element, "service")
            .and_then(|found| found.block())
            .is_some_and(|block| block.extensions())
    );
    assert_eq!(catalogs.nearest(Class::Kind, "ExternalSecrets"), Some("ExternalSecret"));
    let terraform = catalogs.named("terraform").expect("the catalog is there");
    assert_eq!(terraform.names(Class::Function).count(), 121);
    let data = terraform.resource(Class::Resource, "terraform_data").and_then(|found| found.block()?.field("input"));
    assert_eq!(data.map(|field| field.shape().kind()), Some(ShapeKind::Any));
}
