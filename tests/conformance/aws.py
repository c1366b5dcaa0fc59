"""A fake AWS on loopback: moto, with what it lacks for the provider of Terraform.

Takes a region, and in JSON what the account has before anything is built in it. Says its port, and for each line it
reads the values of the secrets that are there now. Ends with its input.
"""

import base64
import json
import os
import re
import sys
import threading
from collections import ChainMap
from types import SimpleNamespace
from unittest.mock import patch

# Roles take policies that AWS manages; moto knows them only when asked to.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import boto3
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Scaling
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.utils import camelcase_to_underscores
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.rds.models import DBCluster, DBInstance, DBParameterGroup
from moto.rds.utils import ClusterEngine
from moto.s3.models import FakeBucket
from moto.sqs.models import Queue
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class CloudFront:
    """Documents as they were sent. moto's CloudFront has no policies, and forgets half of a distribution."""

    KINDS = {
        "distribution": "Distribution",
        "origin-access-control": "OriginAccessControl",
        "cache-policy": "CachePolicy",
        "origin-request-policy": "OriginRequestPolicy",
        "response-headers-policy": "ResponseHeadersPolicy",
    }
    MANAGED = [
        ("cache-policy", "Managed-CachingOptimized"),
        ("cache-policy", "Managed-CachingDisabled"),
        ("origin-request-policy", "Managed-AllViewer"),
        ("origin-request-policy", "Managed-AllViewerExceptHostHeader"),
        ("response-headers-policy", "Managed-SecurityHeadersPolicy"),
    ]

    def __init__(self):
        self.documents = {kind: {} for kind in self.KINDS}
        self.tags = {}
        self.functions = {}
        for kind, name in self.MANAGED:
            config = self.KINDS[kind] + "Config"
            self.documents[kind][name] = f"<{config}><Name>{name}</Name><Comment></Comment></{config}>"

    def has(self, distribution):
        """One that somebody made by hand, with the least that one has."""
        nothing = "<Enabled>false</Enabled><Quantity>0</Quantity>"
        methods = "<Quantity>2</Quantity><Items><Method>GET</Method><Method>HEAD</Method></Items>"
        origin = "<Id>old</Id><DomainName>old.example.com</DomainName><OriginPath></OriginPath>"
        none = [f"{word}Associations" for word in ("LambdaFunction", "Function")]
        self.documents["distribution"][distribution] = self.config(
            "distribution",
            "<DistributionConfig><CallerReference>old</CallerReference><Comment></Comment><Enabled>true</Enabled>"
            f"<Origins><Quantity>1</Quantity><Items><Origin>{origin}</Origin></Items></Origins>"
            f"<DefaultCacheBehavior><TargetOriginId>old</TargetOriginId><TrustedSigners>{nothing}</TrustedSigners>"
            f"<TrustedKeyGroups>{nothing}</TrustedKeyGroups>"
            + "".join(f"<{name}><Quantity>0</Quantity></{name}>" for name in none)
            + "<SmoothStreaming>false</SmoothStreaming><Compress>false</Compress><CachePolicyId></CachePolicyId>"
            f"<AllowedMethods>{methods}<CachedMethods>{methods}</CachedMethods></AllowedMethods>"
            "<ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy></DefaultCacheBehavior>"
            "<Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction>"
            "</Restrictions><ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>"
            "</ViewerCertificate></DistributionConfig>",
        )

    def answer(self, method, path, query, body):
        """The state, the tag of the version, and the text of an answer."""
        kind, _, rest = path.partition("/")
        if kind == "function":
            return "200 OK", self.function(method, rest, body)
        if kind == "tagging":
            arn = re.search("Resource=([^&]+)", query).group(1).replace("%3A", ":").replace("%2F", "/")
            return "200 OK", f"<Tags>{self.tags.get(arn, '<Items></Items>')}</Tags>"
        documents, name = self.documents[kind], rest.removesuffix("/config")
        if method == "POST":
            name = f"E{len(documents):013}"
            documents[name] = self.config(kind, body)
            self.tags[self.arn(kind, name)] = "".join(re.findall("<Items><Tag>.*</Items>", body, re.S))
            return "201 Created", self.whole(kind, name)
        if method == "PUT":
            documents[name] = self.config(kind, body)
        elif not name:
            return "200 OK", self.listed(kind)
        elif name not in documents:
            return "404 Not Found", f"<ErrorResponse><Error><Code>NoSuch{self.KINDS[kind]}</Code></Error></ErrorResponse>"
        elif rest.endswith("/config"):
            return "200 OK", documents[name]
        return "200 OK", self.whole(kind, name)

    def config(self, kind, body):
        """What was sent, and what AWS writes down where nothing was sent."""
        tag = self.KINDS[kind] + "Config"
        sent = re.search(f"<{tag}[ >].*</{tag}>", body, re.S).group(0)
        lists = ["Aliases", "CacheBehaviors", "CustomErrorResponses", "OriginGroups"] if kind == "distribution" else []
        empty = "".join(f"<{name}><Quantity>0</Quantity></{name}>" for name in lists if f"<{name}>" not in sent)
        return sent.replace(f"</{tag}>", f"{empty}</{tag}>")

    def function(self, method, path, body):
        """A function, or its code, which is sent packed and handed out as it is."""
        name, _, asked = path.partition("/")
        if method in ("POST", "PUT") and asked != "publish":
            name = name or re.search("<Name>(.*)</Name>", body).group(1)
            config = re.search("<FunctionConfig>.*</FunctionConfig>", body, re.S).group(0)
            code = base64.b64decode(re.search("<FunctionCode>(.*)</FunctionCode>", body, re.S).group(1)).decode()
            self.functions[name] = (config, code)
        config, code = self.functions[name]
        if method == "GET" and not asked:
            return code
        state = (
            f"<FunctionARN>{self.arn('function', name)}</FunctionARN><Stage>LIVE</Stage>"
            "<LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>"
        )
        return (
            f"<FunctionSummary><Name>{name}</Name><Status>UNASSOCIATED</Status>{config}"
            f"<FunctionMetadata>{state}</FunctionMetadata></FunctionSummary>"
        )

    def whole(self, kind, name):
        tag, state = self.KINDS[kind], ""
        if kind == "distribution":
            nobody = "<Enabled>false</Enabled><Quantity>0</Quantity>"
            state = (
                f"<ARN>{self.arn(kind, name)}</ARN><DomainName>{name.lower()}.cloudfront.net</DomainName>"
                "<Status>Deployed</Status><LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>"
                "<InProgressInvalidationBatches>0</InProgressInvalidationBatches>"
                f"<ActiveTrustedSigners>{nobody}</ActiveTrustedSigners>"
                f"<ActiveTrustedKeyGroups>{nobody}</ActiveTrustedKeyGroups>"
            )
        return f"<{tag}><Id>{name}</Id>{state}{self.documents[kind][name]}</{tag}>"

    def arn(self, kind, name):
        return f"arn:aws:cloudfront::{DEFAULT_ACCOUNT_ID}:{kind}/{name}"

    def listed(self, kind):
        tag, managed = self.KINDS[kind], [name for of, name in self.MANAGED if of == kind]
        items = "".join(
            f"<{tag}Summary><Type>managed</Type>{self.whole(kind, name)}</{tag}Summary>" for name in managed
        )
        return f"<{tag}List><Quantity>{len(managed)}</Quantity><Items>{items}</Items></{tag}List>"


def whole_instance(made):
    """All instances have one id, by which the provider looks for its own, and forget how they are watched."""

    def make(self, *given, **named):
        made(self, *given, **named)
        self.dbi_resource_id = "db-" + re.sub("[^A-Z0-9]", "", self.db_instance_identifier.upper())
        self.monitoring_interval = named.get("monitoring_interval")
        self.monitoring_role_arn = named.get("monitoring_role_arn")
        self.performance_insights_enabled = named.get("enable_performance_insights")

    return make


def set_by_user(update):
    """The provider sees parameters only where they say who set them."""
    return lambda self, parameters: update(self, [{**parameter, "Source": "user"} for parameter in parameters])


def whole_service(create):
    """Services forget what moto doesn't act on."""

    def keep(self):
        answer = create(self)
        for name, value in json.loads(self.body).items():
            if not hasattr(answer.result["service"], camelcase_to_underscores(name)):
                setattr(answer.result["service"], camelcase_to_underscores(name), value)
        return answer

    return keep


def tagged_target(register):
    """The tags of what is scaled are thrown away, and nobody answers who is asked for them."""

    def keep(self):
        answer, asked = register(self), json.loads(self.body)
        targets = self.applicationautoscaling_backend.targets[asked["ScalableDimension"]]
        SCALING_TAGS[targets[asked["ResourceId"]].arn] = asked.get("Tags", {})
        return answer

    return keep


def told_rule(make):
    """What a rule says of itself stands beside whom it lets in; moto forgets it of lists of prefixes."""

    def keep(self, *given, **named):
        make(self, *given, **named)
        self.told = [part for part in given if isinstance(part, dict)]

    return keep


def plain_policy(check):
    """Who may write requests down in a bucket is looked for in rules of one service and resource, not in lists of one."""

    def plain(value):
        return value[0] if isinstance(value, list) and len(value) == 1 else value

    def read(target_bucket, target_prefix):
        policy = json.loads(target_bucket.policy or '{"Statement": []}')
        for rule in policy["Statement"]:
            rule["Resource"] = plain(rule["Resource"])
            rule["Principal"] = {kind: plain(names) for kind, names in rule["Principal"].items()}
        bucket = SimpleNamespace(
            name=target_bucket.name, partition=target_bucket.partition, policy=json.dumps(policy).encode()
        )
        return check(bucket, target_prefix)

    return staticmethod(read)


def as_sent(attributes):
    """Policies of queues get blanks that nobody sent."""

    def read(self):
        known = attributes(self)
        if known.get("RedrivePolicy"):
            known["RedrivePolicy"] = json.dumps(json.loads(known["RedrivePolicy"]), separators=(",", ":"))
        return known

    return property(read)


# DocumentDB is asked for as databases are, and moto knows no cluster of that kind.
ClusterEngine.list_cluster_engines = staticmethod(lambda: ["docdb"])
DBCluster.default_allocated_storage = staticmethod(lambda **kind: 1)
SCALING_TAGS = {}
Queue.attributes = as_sent(Queue.attributes.fget)
FakeBucket._log_permissions_enabled_policy = plain_policy(FakeBucket._log_permissions_enabled_policy)
DBParameterGroup.update_parameters = set_by_user(DBParameterGroup.update_parameters)
DBInstance.__init__ = whole_instance(DBInstance.__init__)
EC2ContainerServiceResponse.create_service = whole_service(EC2ContainerServiceResponse.create_service)
Scaling.register_scalable_target = tagged_target(Scaling.register_scalable_target)
Scaling.list_tags_for_resource = lambda self: json.dumps({"Tags": SCALING_TAGS[json.loads(self.body)["ResourceARN"]]})
SecurityGroupRule.__init__ = told_rule(SecurityGroupRule.__init__)
SecurityGroupRule.description = property(lambda rule: dict(ChainMap(*rule.told)).get("Description"))


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, kind, message, *args):
        pass


class Account:
    """What the account has before, and which secrets have been made in it."""

    def __init__(self, address, region, had):
        self.address, self.region = address, region
        for zone in had["zones"]:
            self.of("route53").create_hosted_zone(Name=zone, CallerReference=zone)
        self.network(**had["network"])
        # The first region of all has no name here.
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        for bucket in had["buckets"]:
            self.of("s3").create_bucket(Bucket=bucket, **place)
        for name in had["secrets"]:
            self.of("secretsmanager").create_secret(Name=name, SecretString="old")
            self.of("ssm").put_parameter(Name=name, Value="old", Type="SecureString")

        self.stores(**had["stores"])

    def network(self, vpc, subnets):
        """A network under ids that specs know."""
        with patch("moto.ec2.models.vpcs.random_vpc_id", return_value=vpc):
            self.of("ec2").create_vpc(CidrBlock="172.30.0.0/16")
        for at, subnet in enumerate(subnets):
            with patch("moto.ec2.models.subnets.random_subnet_id", return_value=subnet):
                block, zone = f"172.30.{at}.0/24", self.region + "ab"[at % 2]
                self.of("ec2").create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)

    def stores(self, database, cluster, cache, queue):
        """What keeps data, as somebody made it by hand."""
        user = {"MasterUsername": "admin1", "MasterUserPassword": "made by hand", "StorageEncrypted": True}
        databases = self.of("rds")
        databases.create_db_instance(
            DBInstanceIdentifier=database, DBName="orders", Engine="postgres", EngineVersion="16", DBInstanceClass="db.t4g.medium",
            AllocatedStorage=20, **user,
        )
        databases.create_db_cluster(
            DBClusterIdentifier=cluster, Engine="docdb", EngineVersion="5.0.0", Port=27017, **user
        )
        self.of("elasticache").create_replication_group(
            ReplicationGroupId=cache, ReplicationGroupDescription=cache, Engine="redis", Port=6379,
            CacheNodeType="cache.t4g.small",
        )
        # The group forgets its nodes.
        self.of("elasticache").create_cache_cluster(
            CacheClusterId=f"{cache}-001", ReplicationGroupId=cache, Engine="redis", EngineVersion="7.1", Port=6379,
            CacheNodeType="cache.t4g.small", NumCacheNodes=1,
        )
        self.of("sqs").create_queue(QueueName=queue)

    def of(self, service):
        return boto3.client(service, region_name=self.region, endpoint_url=self.address)

    def secrets(self):
        entries, parameters = self.of("secretsmanager"), self.of("ssm")
        names = [entry["Name"] for page in entries.get_paginator("list_secrets").paginate() for entry in page["SecretList"]]
        values = []
        for name in names:
            try:
                values.append(entries.get_secret_value(SecretId=name)["SecretString"])
            except entries.exceptions.ResourceNotFoundException:
                # An entry that a person fills has no value yet.
                pass
        pages = parameters.get_paginator("get_parameters_by_path").paginate(Path="/", Recursive=True, WithDecryption=True)
        values += [one["Value"] for page in pages for one in page["Parameters"] if one["Type"] == "SecureString"]
        # What is shorter was put in by hand; all that is made up is long.
        return sorted({value for value in values if len(value) >= 32})


def main():
    had = json.loads(sys.argv[2])
    cloudfront, moto = CloudFront(), DomainDispatcherApplication(create_backend_app)
    cloudfront.has(had["distribution"])

    def application(environ, start):
        path = environ["PATH_INFO"]
        if not path.startswith("/2020-05-31/"):
            return moto(environ, start)
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        state, text = cloudfront.answer(
            environ["REQUEST_METHOD"], path.removeprefix("/2020-05-31/"), environ["QUERY_STRING"], body
        )
        start(state, [("Content-Type", "text/xml"), ("ETag", "E1")])
        return [text.encode()]

    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    # Links that moto hands out lead to itself.
    os.environ["MOTO_PORT"] = str(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    account = Account(f"http://127.0.0.1:{server.server_port}", sys.argv[1], had)
    print(server.server_port, flush=True)
    # Whoever started this holds the other end: nothing is left behind, however it ends.
    for _ in sys.stdin:
        print(json.dumps(account.secrets()), flush=True)


main()
